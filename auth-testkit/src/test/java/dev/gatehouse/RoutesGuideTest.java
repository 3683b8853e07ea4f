package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.guard.PermissionHeld;
import dev.gatehouse.guard.RequiresPermission;
import dev.gatehouse.guard.RequiresRecentLogin;
import dev.gatehouse.http.AccessTrace;
import dev.gatehouse.http.Route;
import dev.gatehouse.principal.AnonymousPrincipal;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to routes compile, run, and are those of the guide. */
final class RoutesGuideTest {
  // spotless:off
      // guide
      interface Invoices {
        @RequiresPermission("invoices:read")
        String list();

        @RequiresPermission("invoices:write")
        @RequiresRecentLogin("PT5M")
        void burn(String id);
      }
      // end
  // spotless:on

  private static final class Ledger implements Invoices {
    @Override
    public String list() {
      return "none";
    }

    @Override
    public void burn(String id) {}
  }

  @Test
  void theSnippetsWork() {
    GatehouseBuilder builder = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(InMemoryStorage.create())
        .mailer(new CapturedMail())
        .clock(new SettableClock());
    Invoices invoices = new Ledger();
    Principal caller = new AnonymousPrincipal();
    // spotless:off
      // guide
      builder.permissions("invoices:read", "invoices:write").routes(rules -> rules
          .permitAll("/", "/assets/**")
          .require(Route.of("GET", "/invoices/**"), PermissionHeld.of("invoices:read"))
          .permission("invoices:write", "/invoices/**")
          .role("auth-support", "/desk/**")
          .only(Principal.Kind.SERVICE, "/internal/**")
          .recentLogin(Duration.ofMinutes(5), "/danger")
          .authenticated("/account/**"));
      // end
    // spotless:on
    try (Gatehouse gatehouse = builder.build()) {
      // spotless:off
      // guide
      Invoices guarded = gatehouse.guard().around(Invoices.class, invoices, () -> Optional.of(caller));
      // end
      // guide
      AccessTrace trace = gatehouse.http().explain("GET", "/invoices/7", caller);
      // end
      // guide
      String matrix = gatehouse.http().matrix().text();
      // end
      // spotless:on
      assertThatThrownBy(guarded::list).isInstanceOf(AuthException.class);
      assertThatThrownBy(() -> require(gatehouse, caller)).isInstanceOf(AuthException.class);
      assertThat(trace.isAdmitted()).isFalse();
      assertThat(matrix)
          .contains("| GET /invoices/** | - | invoices:read | invoices:read | invoices:read |\n")
          .contains("| * /danger | - | login within PT5M | - | - |\n")
          .contains("| GET /auth/me | - | yes | - | - |\n");
    }
  }

  private static void require(Gatehouse gatehouse, Principal caller) {
    // spotless:off
      // guide
      gatehouse.guard().require(caller, "invoices:write");
      // end
    // spotless:on
  }

  @Test
  void theGuideShowsTheseSnippetsAndNoOthers() throws IOException {
    GuideSnippets.assertShown(RoutesGuideTest.class, "routes.md");
  }
}
