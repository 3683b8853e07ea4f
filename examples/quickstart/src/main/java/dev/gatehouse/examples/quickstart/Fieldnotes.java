package dev.gatehouse.examples.quickstart;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.http.Route;
import dev.gatehouse.http.RouteRules;
import dev.gatehouse.jdbc.JdbcStorage;
import dev.gatehouse.jdbc.JdbcStorageBuilder;
import dev.gatehouse.mail.Mailer;
import dev.gatehouse.principal.Principal.Kind;
import dev.gatehouse.redis.Redis;
import dev.gatehouse.servlet.GatehouseServlet;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application: a page and a table of notes, with Gatehouse at the door. */
final class Fieldnotes implements AutoCloseable {
  private final Server server;
  private final Gatehouse gatehouse;
  private final String url;

  private Fieldnotes(Server server, Gatehouse gatehouse, String url) {
    this.server = server;
    this.gatehouse = gatehouse;
    this.url = url;
  }

  /**
   * Starts the application on this machine only.
   *
   * @param port 0 for any that is free
   * @param redis what nodes share, if there is one
   * @param settings properties such as {@code gatehouse.session.lease}; others are ignored
   * @param extras adds what only this environment has
   */
  static Fieldnotes start(
      int port,
      DataSource database,
      Secret secret,
      Mailer mailer,
      Map<String, String> settings,
      Optional<Redis> redis,
      BiConsumer<ServletContextHandler, Gatehouse> extras)
      throws Exception {
    Server server = new Server();
    String url = "http://localhost:" + listen(server, port);

    GatehouseBuilder builder = Gatehouse.builder();
    JdbcStorageBuilder storage = JdbcStorage.builder(database);
    redis.ifPresent(shared -> share(shared, builder, storage));
    Gatehouse gatehouse = builder
        .baseUrl(url)
        .secret(secret)
        .storage(storage.build())
        .mailer(mailer)
        .mail(mail -> mail.withAppName("Fieldnotes"))
        .twoFactor(policy -> policy.withIssuer("Fieldnotes"))
        .permissions("journal:read", "journal:write")
        .role("reader", role -> role.describedAs("Reads the journal").permitting("journal:read"))
        .role(
            "writer",
            role -> role.describedAs("Reads and writes the journal")
                .including("reader")
                .permitting("journal:write"))
        .routes(Fieldnotes::rules)
        .properties(settings)
        .build();

    Notes notes = new Notes(database);
    notes.createTable();
    Journal journal = new Journal(database);
    journal.createTable();

    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(GatehouseServlet.initializer(gatehouse.http()));
    context.addServlet(new ServletHolder(new PageServlet()), "/");
    context.addServlet(new ServletHolder(new NotesServlet(notes)), "/notes/*");
    context.addServlet(new ServletHolder(new JournalServlet(journal, gatehouse)), "/journal");
    context.addServlet(new ServletHolder(new RightsServlet(gatehouse)), "/rights");
    extras.accept(context, gatehouse);

    server.setHandler(context);
    server.start();
    return new Fieldnotes(server, gatehouse, url);
  }

  /** What it takes to run this application on many nodes. */
  private static void share(Redis redis, GatehouseBuilder builder, JdbcStorageBuilder storage) {
    storage.invalidations(redis.invalidations());
    builder.rateLimits(redis.rateLimits(), 1).sharedCache(redis.sharedCache());
  }

  /**
   * What is not named here is refused, whoever asks. Notes are for people alone; the journal is for whoever holds the
   * permission, person or program. The endpoints below /auth have rules of their own.
   */
  private static void rules(RouteRules.Builder rules) {
    rules
        .permitAll(PageServlet.PATHS.toArray(String[]::new))
        .permitAll("/assets/*", "/favicon.ico")
        .permitAll("/outbox", "/outbox.json", "/outbox/*", "/demo/*")
        .only(Kind.USER, "/notes", "/notes/*", "/rights")
        .require(Route.of("GET", "/journal"), PermissionHeld.of("journal:read"))
        .require(Route.of("POST", "/journal"), PermissionHeld.of("journal:write"));
  }

  /** Opens the port before anything else, so that the mails' links can name it. */
  private static int listen(Server server, int port) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.open();
    server.addConnector(connector);
    return connector.getLocalPort();
  }

  /** Returns where the application answers. */
  String url() {
    return url;
  }

  /** Returns who may ask for what, as a table: the file beside the tests is this text. */
  String matrix() {
    return gatehouse.http().matrix().text();
  }

  /** Returns once the application has ended. */
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
