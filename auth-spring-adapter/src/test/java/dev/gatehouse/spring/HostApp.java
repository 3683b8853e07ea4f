package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.Storage;
import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.audit.AuditLink;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A small Boot application on a free port, with what its tests need to come as somebody. */
final class HostApp implements AutoCloseable {
  static final String SECRET = "dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh";
  static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final Actor DESK = Actor.system("desk");

  final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private HostApp(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** In memory, with cheap hashes and without limits. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class InMemory extends Parts {}

  /** What an application in memory hands over. */
  static class Parts {
    @Bean
    Storage storage() {
      return InMemoryStorage.create();
    }

    @Bean
    CapturedMail mail() {
      return new CapturedMail();
    }

    @Bean
    GatehouseCustomizer forTests() {
      return builder -> cheap(builder)
          .permissions("invoices:read", "invoices:write")
          .role("accountant", role -> role.permitting("invoices:read"));
    }
  }

  static dev.gatehouse.GatehouseBuilder cheap(dev.gatehouse.GatehouseBuilder builder) {
    return builder.hashing(hash -> HashSettings.insecureForTests()).throttle(ThrottlePolicy::off);
  }

  /** Starts an application in memory of these further sources. */
  static HostApp inMemory(Class<?>... sources) {
    List<Class<?>> all = new ArrayList<>(List.of(sources));
    all.add(0, InMemory.class);
    return start(
        List.of("spring.autoconfigure.exclude="
            + "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration,"
            + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"),
        all);
  }

  /** Starts an application. */
  static HostApp start(List<String> properties, List<Class<?>> sources) {
    List<String> all = new ArrayList<>(List.of(
        "server.port=0",
        "server.address=127.0.0.1",
        "spring.main.banner-mode=off",
        "gatehouse.base-url=http://localhost:8080",
        "gatehouse.secret=" + SECRET));
    all.addAll(properties);
    return new HostApp(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
        .properties(all.toArray(String[]::new))
        .run());
  }

  Gatehouse gatehouse() {
    return context.getBean(Gatehouse.class);
  }

  /** Returns the routes of all refusals in the audit trail, after all that waits to be written. */
  List<String> deniedAt() throws InterruptedException {
    gatehouse().events().flush(java.time.Duration.ofSeconds(10));
    Storage storage = context.getBean(Storage.class);
    List<String> found = new ArrayList<>();
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      storage.audit().read(lane, 0, 10_000).stream()
          .map(AuditLink::record)
          .filter(record -> record.type().equals("access.denied"))
          .forEach(record -> found.add(record.toString()));
    }
    return found;
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  /** Returns the token of somebody who has just registered, proven the address and logged in. */
  String user(String email) {
    account(email);
    LoginResult result = gatehouse().logins().password(email, PASSWORD, "", ClientInfo.none());
    return ((LoginResult.SignedIn) result).tokens().access().reveal();
  }

  User account(String email) {
    gatehouse()
        .registration()
        .register(new NewAccount(email, PASSWORD, "", Locale.ENGLISH), ClientInfo.none());
    CapturedMail mail = context.getBean(CapturedMail.class);
    Secret token = Secret.of(CapturedMail.token(mail.awaitTo(email)));
    return gatehouse().registration().verifyEmail(token, ClientInfo.none());
  }

  /** Returns the token of somebody with a role. */
  String userWith(String role, String email) {
    String token = user(email);
    gatehouse()
        .roleAssignments()
        .assign(RoleGrant.of(subject(email), role), DESK, ClientInfo.none());
    return token;
  }

  Subject subject(String email) {
    return Subject.user(gatehouse().users().findByEmail(email).orElseThrow().id());
  }

  /** Returns a key of somebody who exists, granted permissions. */
  String keyOf(String email, String... permissions) {
    return gatehouse()
        .apiKeys()
        .create(
            subject(email),
            NewApiKey.named("test").withPermissions(permissions),
            DESK,
            ClientInfo.none())
        .secret()
        .reveal();
  }

  /** Returns a token of a new service. */
  String service(String name) {
    String here = "http://localhost:8080";
    IssuedSecret issued =
        gatehouse().services().register(name, Set.of(here), DESK, ClientInfo.none());
    return gatehouse()
        .tokenServices()
        .issuer()
        .issue(issued.service(), Optional.of(here))
        .token()
        .reveal();
  }

  HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, Map.of(), "");
  }

  HttpResponse<String> get(String path, String credential) throws Exception {
    return send("GET", path, Map.of("Authorization", "Bearer " + credential), "");
  }

  HttpResponse<String> send(String method, String path, Map<String, String> headers, String body)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port() + path))
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    context.close();
  }
}
