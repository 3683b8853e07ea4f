package dev.gatehouse.examples.services;

import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.Pools;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.testkit.EmbeddedPostgresServer;
import dev.gatehouse.testkit.PostgresOptions;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Starts everything: a PostgreSQL, reports in this process, orders in another. */
public final class ServiceToService {
  private ServiceToService() {}

  /** Runs until it is stopped; the two arguments are the ports of reports and of orders. */
  public static void main(String[] arguments) throws Exception {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8081;
    int ordersPort = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8082;
    URI ordersUrl = URI.create("http://localhost:" + ordersPort);

    EmbeddedPostgresServer postgres = EmbeddedPostgresServer.start(PostgresOptions.temporary());
    HikariDataSource database = Pools.postgres(postgres.url("postgres"), "postgres", Secret.of(""));
    Reports reports = Reports.start(port, database, ordersUrl, settings());
    OrdersProcess orders = OrdersProcess.start(ordersPort, "http://localhost:" + port);
    stopAtExit(orders, reports, database, postgres);

    IssuedSecret visitor = reports.visitor();
    System.out.println("\n  Reports is ready at http://localhost:" + port + ", orders at "
        + ordersUrl + ". Stop both with Ctrl-C.\n\n"
        + "  A person to log in: " + Reports.PERSON + " with 'a heron at the mill pond'\n"
        + "  A service to play with, its secret shown this once:\n"
        + "    CLIENT=" + visitor.service().id() + "\n"
        + "    SECRET=" + visitor.secret().reveal() + "\n");
    reports.join();
  }

  /** Settings can be given on the command line, for example {@code -Dgatehouse.service.token-ttl=1m}. */
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
