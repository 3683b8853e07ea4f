package dev.gatehouse.examples.services;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.mail.LogMailer;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.client.ServiceTokens;
import dev.gatehouse.servlet.GatehouseServlet;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The service that calls. It embeds Gatehouse: people log in here, and services get their tokens here. */
final class Reports implements AutoCloseable {
  /** Somebody who can log in; the hash is what another system kept of {@code a heron at the mill pond}. */
  static final String PERSON = "ann@example.com";

  /** Longer than in production: the first call of two cold processes on a busy laptop takes seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String HASH =
      "pbkdf2_sha256$100000$gatehouse-example$eFIj5tYDvHCrnXVrvc82DBA5wNCH23qrVfjlG554+yA=";
  private static final Actor SETUP = Actor.system("example");

  private final Server server;
  private final Gatehouse gatehouse;

  private Reports(Server server, Gatehouse gatehouse) {
    this.server = server;
    this.gatehouse = gatehouse;
  }

  /**
   * Starts the service on this machine only.
   *
   * @param settings properties such as {@code gatehouse.service.token-ttl}; others are ignored
   */
  static Reports start(int port, DataSource database, URI orders, Map<String, String> settings)
      throws Exception {
    String url = "http://localhost:" + port;
    Gatehouse gatehouse = Gatehouse.builder()
        .baseUrl(url)
        .secret(
            Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32))))
        .storage(JdbcStorage.of(database))
        .mailer(new LogMailer())
        .routes(routes -> routes.authenticated("/report"))
        .role("token-inspector", role -> role.permitting("auth.tokens:introspect"))
        .properties(settings)
        .build();
    gatehouse.users().importUser(PERSON, "Ann", Locale.ENGLISH, HASH, SETUP);

    IssuedSecret self =
        gatehouse.services().register("reports", Set.of(Orders.AUDIENCE), SETUP, ClientInfo.none());
    ServiceTokens tokens = ServiceTokens.builder(
            URI.create(url + "/auth/token"), self.service().id().toString(), self.secret())
        .timeout(PATIENCE)
        .build();

    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(GatehouseServlet.initializer(gatehouse.http()));
    context.addServlet(
        new ServletHolder(new ReportServlet(tokens.to(Orders.AUDIENCE), orders)), "/report");
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
    return new Reports(server, gatehouse);
  }

  /** Registers one more service, to be played with: it may call orders, and ask what a token is good for. */
  IssuedSecret visitor() {
    IssuedSecret visitor =
        gatehouse.services().register("visitor", Set.of(Orders.AUDIENCE), SETUP, ClientInfo.none());
    gatehouse
        .roleAssignments()
        .assign(
            RoleGrant.of(Subject.service(visitor.service().id()), "token-inspector"),
            SETUP,
            ClientInfo.none());
    return visitor;
  }

  Gatehouse gatehouse() {
    return gatehouse;
  }

  void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Jetty did not stop", e);
    } finally {
      gatehouse.close();
    }
  }
}
