package dev.gatehouse.examples.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.ConfigurationException;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Starts the example: a PostgreSQL whose data survive, a connection pool, an outbox instead of a mail server, and
 * {@link Fieldnotes} on top. Everything that an application of yours would do too is in that class.
 */
public final class Quickstart {
  private Quickstart() {}

  /** Runs until it is stopped; {@code --help} lists the arguments. */
  public static void main(String[] arguments) throws Exception {
    try {
      run(Options.parse(arguments));
    } catch (ConfigurationException
        | IllegalArgumentException
        | IllegalStateException
        | IOException e) {
      System.err.println(e.getMessage() + "\n\n" + Options.USAGE);
      System.exit(2);
    }
  }

  private static void run(Options options) throws Exception {
    Path usual = Path.of(System.getProperty("quickstart.data", "data"));
    DataFolder data =
        options.data().isPresent() ? DataFolder.at(options.data().get()) : DataFolder.usual(usual);
    if (options.reset()) {
      data.forget();
    }

    EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(
        PostgresOptions.keptIn(data.postgres()).onPort(options.postgresPort()));
    HikariDataSource database = Pools.postgres(postgres.url("postgres"), "postgres", Secret.of(""));
    DevOutbox outbox = new DevOutbox(InstantSource.system());
    Optional<EmbeddedRedis> redis =
        options.redis() ? Optional.of(new EmbeddedRedis(data.secret())) : Optional.empty();

    Fieldnotes fieldnotes = Fieldnotes.start(
        options.port(),
        database,
        data.secret(),
        outbox,
        settings(),
        redis.map(EmbeddedRedis::redis),
        (context, gatehouse) ->
            DevTools.install(context, gatehouse, outbox, redis.map(EmbeddedRedis::redis)));

    stopAtExit(fieldnotes, () -> redis.ifPresent(EmbeddedRedis::close), database, postgres);
    System.out.println("\n  Fieldnotes is ready at " + fieldnotes.url() + "\n"
        + "  Its data are kept in " + data + "; start with --reset to forget them.\n"
        + redis
            .map(used -> "  Limits, word of changes and copies go over " + used + ".\n")
            .orElse("")
        + "  Stop it with Ctrl-C.\n");
    fieldnotes.join();
  }

  /** Settings can be given on the command line, for example {@code -Dgatehouse.session.lease=1s}. */
  private static Map<String, String> settings() {
    Properties system = System.getProperties();
    return system.stringPropertyNames().stream()
        .filter(name -> name.startsWith("gatehouse."))
        .collect(Collectors.toMap(name -> name, system::getProperty));
  }

  private static void stopAtExit(AutoCloseable... inThisOrder) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      for (AutoCloseable part : inThisOrder) {
        try {
          part.close();
        } catch (Exception e) {
          System.err.println("while stopping: " + e.getMessage());
        }
      }
    }));
  }
}
