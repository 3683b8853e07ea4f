package dev.gatehouse.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.http.GateResult;
import dev.gatehouse.http.HttpResponse;
import dev.gatehouse.http.Json;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A Gatehouse with callers of every kind before its endpoints. A login is recent for five minutes. */
final class Desk implements AutoCloseable {
  static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  static final Actor SETUP = Actor.system("setup");
  static final ClientInfo NONE = ClientInfo.none();

  private static final String HERE = "https://app.example.com";

  final TestGatehouse test;
  final Gatehouse gatehouse;

  Desk() {
    this(builder -> builder);
  }

  Desk(UnaryOperator<GatehouseBuilder> changes) {
    this.test = TestGatehouse.on(
        InMemoryStorage.create(),
        new SettableClock(),
        builder -> changes.apply(builder
            .permissions("invoices:read", "invoices:write")
            .http(settings -> settings.withRecentLogin(Duration.ofMinutes(5)))));
    this.gatehouse = test.gatehouse();
  }

  /** Somebody who has logged in. */
  record Person(UserId id, LoginResult.SignedIn login) {
    Secret token() {
      return login.tokens().access();
    }

    String session() {
      return login.session().id().toString();
    }
  }

  Person person(String name, String... roles) {
    LoginResult.SignedIn login = test.signedIn(name + "@example.com", PASSWORD);
    for (String role : roles) {
      assign(Subject.user(login.user().id()), role);
    }
    return new Person(login.user().id(), login);
  }

  void assign(Subject subject, String role) {
    gatehouse.roleAssignments().assign(RoleGrant.of(subject, role), SETUP, NONE);
  }

  /** Makes a role and returns its name. */
  String role(String name, String... permissions) {
    return gatehouse
        .roles()
        .create(RoleDefinition.of(name).permitting(permissions), SETUP, NONE)
        .name();
  }

  IssuedApiKey key(Subject owner, String... permissions) {
    NewApiKey wanted = NewApiKey.named("k").withPermissions(permissions);
    return gatehouse.apiKeys().create(owner, wanted, SETUP, NONE);
  }

  IssuedSecret service(String name, String... roles) {
    IssuedSecret service = gatehouse.services().register(name, Set.of(HERE), SETUP, NONE);
    for (String role : roles) {
      assign(Subject.service(service.service().id()), role);
    }
    return service;
  }

  Secret token(IssuedSecret service) {
    return gatehouse
        .tokenServices()
        .issuer()
        .issue(proven(service), Optional.of(HERE))
        .token();
  }

  Secret onBehalf(IssuedSecret service, Person person) {
    return gatehouse
        .tokenServices()
        .issuer()
        .issueOnBehalfOf(person.token(), proven(service), Optional.of(HERE))
        .token();
  }

  ServiceRecord proven(IssuedSecret service) {
    ServiceId id = service.service().id();
    return gatehouse
        .tokenServices()
        .credentials()
        .authenticate(id.toString(), service.secret(), NONE);
  }

  HttpResponse answer(Sent request) {
    return ((GateResult.Answer) gatehouse.http().handle(request)).response();
  }

  /** Returns the status, and of a refusal its code. */
  String verdict(Sent request) {
    HttpResponse answer = answer(request);
    return answer.status() < 400
        ? String.valueOf(answer.status())
        : answer.status() + " " + Json.read(answer.body()).get("code");
  }

  Map<String, Object> members(int status, Sent request) {
    HttpResponse answer = answer(request);
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.status()).as(body).isEqualTo(status);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    return Json.read(answer.body());
  }

  /** Returns a member that is an object. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<String, Object> members, String name) {
    return (Map<String, Object>) members.get(name);
  }

  /** Returns the entries of a page. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> items(Map<String, Object> page) {
    return (List<Map<String, Object>>) page.get("items");
  }

  /** Returns the only or newest record of a type that was not caused by the test itself. */
  AuditRecord audited(String type) {
    List<AuditRecord> found = test.audited(type).stream()
        .filter(record -> !record.actorId().equals(SETUP.id()))
        .toList();
    return found.get(found.size() - 1);
  }

  @Override
  public void close() {
    test.close();
  }
}
