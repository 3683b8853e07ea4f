package dev.gatehouse.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server per JVM, and a database of its own for whoever asks. The server is, in this order: the one at
 * {@code GATEHOUSE_TEST_PG_URL} (with {@code _USER} and {@code _PASSWORD}); a container, if there is a Docker, the
 * test has Testcontainers on its classpath and {@code GATEHOUSE_TEST_DOCKER} is not {@code never}; an
 * {@link EmbeddedPostgresServer}. The first call starts it and logs which one it is.
 */
public final class TestPostgres {
  private static final Logger log = LoggerFactory.getLogger(TestPostgres.class);

  private TestPostgres() {}

  /**
   * Makes an empty database and returns unpooled connections to it. Safe for use by many threads.
   *
   * @throws IllegalStateException if no server could be started
   */
  public static DataSource newDatabase() {
    Server server = Server.INSTANCE;
    String name = "gatehouse_" + UUID.randomUUID().toString().replace("-", "");
    execute(server.admin(), "create database " + name);
    if (server.kept()) {
      // Whoever lent us the server gets it back as it was.
      Runtime.getRuntime()
          .addShutdownHook(new Thread(
              () -> execute(server.admin(), "drop database if exists " + name + " with (force)")));
    }
    return copy(server.admin(), name);
  }

  private static void execute(DataSource admin, String sql) {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test server refused: " + sql, e);
    }
  }

  private static PGSimpleDataSource copy(PGSimpleDataSource admin, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(admin.getURL());
    source.setUser(admin.getUser());
    source.setPassword(admin.getPassword());
    source.setDatabaseName(database);
    return source;
  }

  /** The server of this JVM, started when the class is first used. */
  private record Server(PGSimpleDataSource admin, boolean kept) {
    static final Server INSTANCE = start();

    private static Server start() {
      long start = System.nanoTime();
      Optional<Server> given = given();
      Optional<Server> docker = given.isPresent() ? given : docker();
      Server server = docker.orElseGet(Server::embedded);
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      log.info(
          "{} in {} ms at {}:{}",
          kind(given, docker),
          millis,
          server.admin().getServerNames()[0],
          server.admin().getPortNumbers()[0]);
      return server;
    }

    private static String kind(Optional<Server> given, Optional<Server> docker) {
      if (given.isPresent()) {
        return "the server at GATEHOUSE_TEST_PG_URL";
      }
      return docker.isPresent() ? "a container" : "an embedded server";
    }

    private static Optional<Server> given() {
      return setting("GATEHOUSE_TEST_PG_URL").map(url -> {
        PGSimpleDataSource admin = new PGSimpleDataSource();
        admin.setURL(url);
        setting("GATEHOUSE_TEST_PG_USER").ifPresent(admin::setUser);
        setting("GATEHOUSE_TEST_PG_PASSWORD").ifPresent(admin::setPassword);
        return new Server(admin, true);
      });
    }

    private static Optional<Server> docker() {
      boolean allowed = setting("GATEHOUSE_TEST_DOCKER").filter("never"::equals).isEmpty();
      return allowed && DockerPostgres.likely()
          ? DockerPostgres.start().map(admin -> new Server(admin, false))
          : Optional.empty();
    }

    private static Server embedded() {
      EmbeddedPostgresServer server = EmbeddedPostgresServer.start(PostgresOptions.temporary());
      PGSimpleDataSource admin = new PGSimpleDataSource();
      admin.setURL(server.url("postgres"));
      admin.setUser("postgres");
      return new Server(admin, false);
    }

    private static Optional<String> setting(String name) {
      @Nullable String value = System.getenv(name);
      return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
  }
}
