package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Explanation;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to roles compile, run, and are those of the guide. */
final class RolesGuideTest {
  private final InMemoryStorage storage = InMemoryStorage.create();
  private final SettableClock clock = new SettableClock();
  private final ClientInfo client = ClientInfo.none();

  @Test
  void theSnippetsWork() {
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(storage)
        .mailer(new CapturedMail())
        .clock(clock);
    UserId ann = account();
    UserId bob = account();
    Instant endOfHolidays = clock.instant().plusSeconds(86_400);
    // spotless:off
      // guide
      Gatehouse gatehouse = builder
          .permissions("invoices:read", "invoices:write", "documents:read:*")
          .role("viewer", role -> role.permitting("invoices:read"))
          .role("accountant", role -> role
              .describedAs("Keeps the books")
              .permitting("invoices:*")
              .including("viewer"))
          .build();
      // end
      // guide
      gatehouse.roleAssignments().assign(
          RoleGrant.of(Subject.user(ann), "auth-admin").because("first administrator"),
          Actor.system("setup"),
          ClientInfo.none());
      // end
      assertThatThrownBy(() -> ask(gatehouse, bob))
          .hasMessage("one of these roles is missing: [accountant, auth-admin]");
      // guide
      gatehouse.roleAssignments().assign(
          RoleGrant.of(Subject.user(bob), "accountant").until(endOfHolidays).because("covers for Eve"),
          Actor.user(ann),
          client);
      // end
      ask(gatehouse, bob);
      gatehouse.roles().create(RoleDefinition.of("temps"), Actor.user(ann), client);
      // guide
      Role present = gatehouse.roles().find("temps").orElseThrow();
      gatehouse.roles().update(
          RoleDefinition.of("temps").permitting("invoices:read"),
          present.version(), // a colleague's change in between is not overwritten
          Actor.user(ann),
          client);
      // end
    // spotless:on
    gatehouse.close();
  }

  private static void ask(Gatehouse gatehouse, UserId bob) {
    // spotless:off
      // guide
      Permission write = Permission.parse("invoices:write");
      if (!gatehouse.access().allows(Subject.user(bob), write)) {
        Explanation why = gatehouse.access().explain(Subject.user(bob), write);
        throw new IllegalStateException("one of these roles is missing: " + why.missing());
      }
      // end
      // guide
      boolean now = gatehouse.access().strict().allows(Subject.user(bob), write);
      // end
    // spotless:on
    assertThat(now).isTrue();
  }

  private UserId account() {
    var user = Samples.user();
    assertThat(storage.users().insert(user)).isTrue();
    return user.id();
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(RolesGuideTest.class, "roles.md");
  }
}
