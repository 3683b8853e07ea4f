package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.GateScenario.apiKey;
import static dev.gatehouse.contract.scenario.GateScenario.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.testkit.TestGatehouse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every state of a service, for its tokens, for a token on behalf of a person, and for its keys. */
public interface GateServiceScenarios extends GateScenario {

  @Test
  @DisplayName("every state of a service x its tokens and its keys, bound and detached")
  default void everyStateOfAService() {
    try (TestGatehouse test = start()) {
      reader(test);
      IssuedSecret reports = registered(test, "reports");
      ServiceId id = reports.service().id();
      give(test, Subject.service(id), "reader");
      Map<String, String[]> before = credentials(test, reports);
      StringBuilder table = new StringBuilder(1024);
      state(table, test, "enabled", before);
      assertThat(test.gatehouse().services().disable(id, SETUP, NONE)).isTrue();
      state(table, test, "disabled", before);
      assertThat(test.gatehouse().services().enable(id, SETUP, NONE)).isTrue();
      state(table, test, "enabled again", before);
      Map<String, String[]> after = credentials(test, reports);
      state(table, test, "enabled again, new credentials", after);
      assertThat(test.gatehouse()
              .services()
              .changeAudiences(id, Set.of(HERE), SETUP, NONE)
              .audiences())
          .containsExactly(HERE);
      state(table, test, "other audiences", after);
      assertThat(test.gatehouse().services().delete(id, SETUP, NONE)).isTrue();
      state(table, test, "deleted", after);
      assertThat(table.toString()).isEqualTo(EXPECTED_OF_SERVICES);
    }
  }

  private Map<String, String[]> credentials(TestGatehouse test, IssuedSecret reports) {
    Subject service = Subject.service(reports.service().id());
    NewApiKey reading = NewApiKey.named("k").withPermissions("auth.users:read");
    Map<String, String[]> all = new LinkedHashMap<>();
    all.put("token", bearer(token(test, reports, HERE)));
    all.put(
        "token on behalf", bearer(onBehalfOf(test, signIn(test, ALICE, PASSWORD), reports, HERE)));
    all.put("key", apiKey(keys(test).create(service, reading, SETUP, NONE).secret()));
    NewApiKey detached = reading.with(settings -> settings.withDetached(true));
    all.put(
        "detached key", apiKey(keys(test).create(service, detached, SETUP, NONE).secret()));
    return all;
  }

  private void state(
      StringBuilder table, TestGatehouse test, String name, Map<String, String[]> credentials) {
    table.append(name).append(":\n");
    credentials.forEach((credential, headers) -> table
        .append("  ")
        .append(credential)
        .append(' ')
        .append(verdict(test, headers))
        .append('\n'));
  }

  @Test
  @DisplayName(
      "KEY-02 a service that loses a role: its token and its key lose it, a detached key does not")
  default void aRightThatAServiceLoses() {
    try (TestGatehouse test = start()) {
      reader(test);
      IssuedSecret reports = registered(test, "reports");
      Subject service = Subject.service(reports.service().id());
      give(test, service, "reader");
      Map<String, String[]> all = credentials(test, reports);
      assertThat(test.gatehouse().roleAssignments().unassign(service, "reader", "", SETUP, NONE))
          .isTrue();
      StringBuilder table = new StringBuilder(200);
      state(table, test, "without role", all);
      assertThat(table.toString()).isEqualTo("""
          without role:
            token 403 permission_denied
            token on behalf 403 permission_denied
            key 403 permission_denied
            detached key 200
          """);
    }
  }

  /** What becomes of each credential. */
  String EXPECTED_OF_SERVICES = """
      enabled:
        token 200
        token on behalf 200
        key 200
        detached key 200
      disabled:
        token 401 access_token_invalid
        token on behalf 401 access_token_invalid
        key 401 api_key_revoked
        detached key 401 api_key_revoked
      enabled again:
        token 401 access_token_invalid
        token on behalf 401 access_token_invalid
        key 200
        detached key 200
      enabled again, new credentials:
        token 200
        token on behalf 200
        key 200
        detached key 200
      other audiences:
        token 401 access_token_invalid
        token on behalf 401 access_token_invalid
        key 200
        detached key 200
      deleted:
        token 401 access_token_invalid
        token on behalf 401 access_token_invalid
        key 401 api_key_revoked
        detached key 401 api_key_revoked
      """;
}
