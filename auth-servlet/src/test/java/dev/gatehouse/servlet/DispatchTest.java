package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DispatchTest {
  private static final String ADA = Application.ADA.getName() + " GATEHOUSE false 127.0.0.1]";

  @ParameterizedTest
  @EnumSource
  void thePrincipalSurvivesAnAsyncDispatch(Container container) throws Exception {
    try (Running running = container.start("/app", Application.closed())) {
      Reply reply = RawHttp.get(running.port(), "/app/account/dispatch", Application.ADAS_TOKEN);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).contains("[dispatch ASYNC " + ADA);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "PATH-14 the host's own status survives the error dispatch, and so does the principal")
  void theHostsStatusSurvivesTheErrorDispatch(Container container) throws Exception {
    try (Running running = container.start("/app", Application.closed())) {
      Reply refused = RawHttp.get(running.port(), "/app/account/refuse", Application.ADAS_TOKEN);
      assertThat(refused.status()).isEqualTo(418);
      assertThat(refused.body()).contains("[error ERROR " + ADA);
      Reply failed = RawHttp.get(running.port(), "/app/account/fail", Application.ADAS_TOKEN);
      assertThat(failed.status()).isEqualTo(500);
      assertThat(failed.body()).contains("[error ERROR " + ADA);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("PATH-14 a dispatch from an open page is decided by the rule of its target")
  void aDispatchIsDecidedByTheRuleOfItsTarget(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("/app", application)) {
      for (String how : new String[] {"forward", "dispatch"}) {
        String target = "/app/public/" + how + "?to=/admin/users";
        Reply refused = RawHttp.get(running.port(), target);
        assertThat(refused.status()).as(how).isEqualTo(401);
        assertThat(refused.body()).contains("authentication_required");
        assertThat(application.reached).doesNotContain("admin");
        Reply opened = RawHttp.get(running.port(), target, Application.ADAS_TOKEN);
        assertThat(opened.body()).as(how).contains("[admin ").contains(ADA);
        application.reached.clear();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("PATH-14 an open page cannot include a protected one")
  void anOpenPageCannotIncludeAProtectedOne(Container container) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start("", application)) {
      Reply reply = RawHttp.get(running.port(), "/public/include?to=/admin/users");
      assertThat(reply.body()).contains("[include REQUEST").doesNotContain("[admin");
      assertThat(application.reached).containsExactly("include");
      assertThat(
              RawHttp.get(running.port(), "/public/include?to=/admin/users", Application.ADAS_TOKEN)
                  .body())
          .contains("[admin INCLUDE " + ADA)
          .contains("[include REQUEST");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aForwardToAnInternalViewNeedsNoRule(Container container) throws Exception {
    try (Running running = container.start("/app", Application.closed())) {
      assertThat(RawHttp.get(running.port(), "/app/public/forward?to=/WEB-INF/view")
              .body())
          .contains("[internal FORWARD null");
      assertThat(RawHttp.get(running.port(), "/app/WEB-INF/view").status()).isIn(401, 404);
      assertThat(RawHttp.get(running.port(), "/app/public/forward?to=/public/caf%25C3%25A9")
              .body())
          .contains("[public FORWARD null");
      assertThat(RawHttp.get(running.port(), "/app/public/dispatch?to=/WEB-INF/view")
              .status())
          .isIn(401, 404);
    }
  }
}
