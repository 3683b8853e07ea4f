package dev.gatehouse.contract.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.service.Introspection;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceToken;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.Authentication.Authenticated;
import dev.gatehouse.session.Authentication.AuthenticatedService;
import dev.gatehouse.session.Authentication.Refused;
import dev.gatehouse.session.EndReason;
import dev.gatehouse.session.RefreshResult;
import dev.gatehouse.session.Tokens;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tokens of services: for themselves, on behalf of people, asked about, and ended. */
public interface ServiceTokenScenarios extends ServiceScenario {

  @Test
  default void aServiceActsForItself() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      ServiceToken issued =
          test.gatehouse().tokenServices().issuer().issue(proven(test, reports), Optional.of(HERE));
      assertThat(issued.lifetime()).isEqualTo(Duration.ofMinutes(5));
      assertThat(service(test, issued.token()))
          .isEqualTo(
              new ServicePrincipal(reports.service().id(), "reports", HERE, Optional.empty()));
      test.clock().advance(Duration.ofMinutes(5).plusSeconds(30));
      assertThat(taken(test, issued.token()))
          .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_EXPIRED, Optional.empty()));
    }
  }

  @Test
  @DisplayName("S2S-01 a token for one receiver opens nothing at another")
  default void aTokenForSomebodyElseIsRefused() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      assertThat(taken(test, token(test, reports, ORDERS)))
          .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty()));
      assertThat(bearer(test, token(test, reports, ORDERS))).isInstanceOf(Refused.class);
    }
  }

  @Test
  @DisplayName("S2S-01 no token for an audience that is not the service's, and no guess among two")
  default void anAudienceIsNamedAndOneOfTheServices() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      for (String audience : List.of("billing", "ORDERS", "orders ", "", "*")) {
        assertThat(refusal(() -> token(test, reports, audience)))
            .isEqualTo(ErrorCode.INVALID_TARGET);
      }
      assertThat(refusal(() -> issue(test, reports, Optional.empty())))
          .isEqualTo(ErrorCode.INVALID_TARGET);
      test.gatehouse()
          .services()
          .changeAudiences(reports.service().id(), java.util.Set.of(HERE), OPERATOR, MACHINE);
      assertThat(service(test, issue(test, reports, Optional.empty())).audience())
          .isEqualTo(HERE);
    }
  }

  private Secret issue(TestGatehouse test, IssuedSecret issued, Optional<String> audience) {
    return test.gatehouse()
        .tokenServices()
        .issuer()
        .issue(proven(test, issued), audience)
        .token();
  }

  @Test
  @DisplayName("S2S-01 JWT-32 a service is never a person, and a person never a service")
  default void nobodyIsTakenForTheOther() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens alice = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      Secret own = token(test, reports, HERE);
      Secret acting = onBehalfOf(test, alice, reports, HERE);
      for (Secret token : List.of(own, acting)) {
        assertThat(test.gatehouse().authenticator().authenticate(token))
            .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty()));
        assertThat(bearer(test, token)).isInstanceOf(AuthenticatedService.class);
      }
      assertThat(taken(test, alice.access()))
          .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_INVALID, Optional.empty()));
      assertThat(bearer(test, alice.access())).isInstanceOf(Authenticated.class);
      for (Secret junk : List.of(alice.refresh(), reports.secret(), PASSWORD, Secret.of(""))) {
        assertThat(taken(test, junk)).isInstanceOf(Refused.class);
        assertThat(bearer(test, junk)).isInstanceOf(Refused.class);
      }
    }
  }

  private static Authentication bearer(TestGatehouse test, Secret token) {
    return test.gatehouse().serviceAuthenticator().authenticateBearer(token);
  }

  @Test
  default void aServiceActsOnBehalfOfAPerson() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      ServicePrincipal acting = service(test, onBehalfOf(test, tokens, reports, HERE));
      assertThat(acting.onBehalfOf()).contains(alice.id());
      assertThat(acting.serviceId()).isEqualTo(reports.service().id());
      assertThat(acting.getName()).isEqualTo(reports.service().id().toString());
    }
  }

  @Test
  @DisplayName("S2S-01 it acts no longer than the token that it was made from")
  default void anExchangeNeverLengthensAToken() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      test.clock().advance(Duration.ofMinutes(8));
      ServiceToken acting = test.gatehouse()
          .tokenServices()
          .issuer()
          .issueOnBehalfOf(tokens.access(), proven(test, reports), Optional.of(HERE));
      assertThat(acting.lifetime()).isEqualTo(Duration.ofMinutes(2));
      test.clock().advance(Duration.ofMinutes(2));
      assertThat(refusal(() -> onBehalfOf(test, tokens, reports, HERE)))
          .as("within the clock skew of its end")
          .isEqualTo(ErrorCode.MALFORMED_REQUEST);
      test.clock().advance(Duration.ofSeconds(30));
      assertThat(taken(test, acting.token()))
          .isEqualTo(new Refused(ErrorCode.ACCESS_TOKEN_EXPIRED, Optional.empty()));
    }
  }

  @Test
  @DisplayName("S2S-01 nothing but a live person's access token can be exchanged, once")
  default void onlyAPersonsAccessTokenIsExchanged() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      Tokens ended = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      UserPrincipal self = ((Authenticated)
              test.gatehouse().authenticator().authenticate(ended.access()))
          .principal();
      assertThat(test.gatehouse()
              .sessions()
              .end(
                  self.userId(),
                  self.sessionId(),
                  EndReason.SIGNED_OUT,
                  Actor.user(self.userId()),
                  BROWSER))
          .isTrue();
      for (Secret subject : List.of(
          tokens.refresh(),
          ended.access(),
          token(test, reports, HERE),
          onBehalfOf(test, tokens, reports, HERE),
          reports.secret(),
          Secret.of(""))) {
        assertThat(refusal(() -> test.gatehouse()
                .tokenServices()
                .issuer()
                .issueOnBehalfOf(subject, proven(test, reports), Optional.of(HERE))))
            .isEqualTo(ErrorCode.MALFORMED_REQUEST);
      }
    }
  }

  @Test
  default void theEndOfTheSessionIsTheEndOfWhoeverActsInIt() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      Secret one = onBehalfOf(test, signIn(test, ALICE, PASSWORD), reports, HERE);
      assertThat(service(test, one).onBehalfOf()).contains(alice.id());
      test.gatehouse().sessions().endAll(alice.id(), EndReason.REVOKED, OPERATOR, BROWSER);
      assertThat(taken(test, one))
          .isEqualTo(new Refused(ErrorCode.SESSION_ENDED, Optional.of(EndReason.REVOKED)));

      Secret two = onBehalfOf(test, signIn(test, ALICE, PASSWORD), reports, HERE);
      assertThat(service(test, two).onBehalfOf()).contains(alice.id());
      test.gatehouse()
          .users()
          .changeStatus(
              alice.id(),
              new StatusChange(UserStatus.BLOCKED, "test", Optional.empty()),
              OPERATOR,
              BROWSER);
      assertThat(taken(test, two)).isInstanceOf(Refused.class);
    }
  }

  @Test
  default void aDisabledServiceActsForNobody() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      Secret acting = onBehalfOf(test, signIn(test, ALICE, PASSWORD), reports, HERE);
      assertThat(taken(test, acting)).isInstanceOf(AuthenticatedService.class);
      assertThat(test.gatehouse().services().disable(reports.service().id(), OPERATOR, MACHINE))
          .isTrue();
      assertThat(taken(test, acting)).isInstanceOf(Refused.class);
    }
  }

  @Test
  @DisplayName("RFC 7662: live tokens of all kinds are active, and everything else is the same no")
  default void introspectionTellsWhatATokenIsGoodForNow() {
    try (TestGatehouse test = start()) {
      User alice = test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      Secret acting = onBehalfOf(test, tokens, reports, ORDERS);
      Introspection introspection = test.gatehouse().tokenServices().introspection();

      assertThat(introspection.inspect(tokens.access()))
          .containsEntry("active", true)
          .containsEntry("sub", alice.id())
          .containsEntry("aud", HERE)
          .containsEntry("iss", HERE)
          .doesNotContainKeys("client_id", "act");
      assertThat(introspection.inspect(token(test, reports, ORDERS)))
          .containsEntry("active", true)
          .containsEntry("sub", reports.service().id())
          .containsEntry("client_id", reports.service().id())
          .containsEntry("aud", ORDERS)
          .doesNotContainKeys("act", "sid");
      assertThat(introspection.inspect(acting))
          .containsEntry("sub", alice.id())
          .containsEntry("client_id", reports.service().id())
          .containsEntry("act", Map.of("sub", reports.service().id()));
      assertThat(introspection.inspect(tokens.refresh())).isEqualTo(Map.of("active", true));
      assertThat(refreshed(test, tokens)).isInstanceOf(RefreshResult.Refreshed.class);
      assertThat(introspection.inspect(tokens.refresh()))
          .as("superseded")
          .isEqualTo(Map.of("active", false));
      assertThat(letsIn(test, tokens)).as("asking is not a theft").isTrue();

      test.gatehouse().sessions().endAll(alice.id(), EndReason.REVOKED, OPERATOR, BROWSER);
      for (Secret dead : List.of(
          tokens.access(), tokens.refresh(), acting, reports.secret(), Secret.of(""), PASSWORD)) {
        assertThat(introspection.inspect(dead)).isEqualTo(Map.of("active", false));
      }
    }
  }

  private static RefreshResult refreshed(TestGatehouse test, Tokens tokens) {
    return test.gatehouse().refresh().refresh(tokens.refresh(), BROWSER);
  }

  @Test
  @DisplayName("RFC 7009: with either token of a person its session ends, and twice is harmless")
  default void revokingAPersonsTokenEndsTheSession() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      Tokens one = signIn(test, ALICE, PASSWORD);
      Tokens two = signIn(test, ALICE, PASSWORD);
      Tokens three = signIn(test, ALICE, PASSWORD);
      assertThat(refreshed(test, three)).isInstanceOf(RefreshResult.Refreshed.class);
      assertThat(letsIn(test, one) && letsIn(test, two) && letsIn(test, three)).isTrue();
      for (Secret token : List.of(one.access(), two.refresh(), three.refresh(), one.access())) {
        revoke(test, token, reports);
      }
      assertThat(letsIn(test, one) || letsIn(test, two) || letsIn(test, three)).isFalse();
      assertThat(test.audited("session.ended")).hasSize(3).allSatisfy(record -> {
        assertThat(record.actorKind()).isEqualTo("SERVICE");
        assertThat(record.actorId()).isEqualTo(reports.service().id().toString());
      });
    }
  }

  @Test
  @DisplayName("RFC 7009: a service ends its own tokens, and nobody else's")
  default void revokingAServicesTokenEndsAllOfThem() {
    try (TestGatehouse test = start()) {
      IssuedSecret reports = registered(test, "reports");
      IssuedSecret other = registered(test, "other");
      Secret one = token(test, reports, HERE);
      Secret two = token(test, reports, HERE);
      assertThat(refusal(() -> revoke(test, one, other))).isEqualTo(ErrorCode.UNAUTHORIZED_CLIENT);
      assertThat(taken(test, one)).isInstanceOf(AuthenticatedService.class);
      revoke(test, one, reports);
      assertThat(taken(test, one)).isInstanceOf(Refused.class);
      assertThat(taken(test, two)).isInstanceOf(Refused.class);
      Secret three = token(test, reports, HERE);
      revoke(test, two, reports);
      assertThat(taken(test, three))
          .as("a dead token ends nothing")
          .isInstanceOf(AuthenticatedService.class);
      assertThat(test.audited("service.tokens_ended")).hasSize(1);
    }
  }

  private static void revoke(TestGatehouse test, Secret token, IssuedSecret by) {
    test.gatehouse().tokenServices().revocation().revoke(token, by.service().id(), MACHINE);
  }

  @Test
  default void issuedTokensAreCountedInOneLineAndNeverInTheOutbox() {
    try (TestGatehouse test = start()) {
      test.verified(ALICE, PASSWORD);
      Tokens tokens = signIn(test, ALICE, PASSWORD);
      IssuedSecret reports = registered(test, "reports");
      for (int i = 0; i < 50; i++) {
        assertThat(token(test, reports, HERE).isEmpty()).isFalse();
      }
      assertThat(onBehalfOf(test, tokens, reports, HERE).isEmpty()).isFalse();
      assertThat(test.audited("service.token_issued")).isEmpty();
      test.gatehouse().maintenance().runNow("issued-tokens");
      test.gatehouse().maintenance().runNow("issued-tokens");
      assertThat(test.audited("service.token_issued")).singleElement().satisfies(record -> {
        assertThat(record.actorId()).isEqualTo(reports.service().id().toString());
        assertThat(record.data())
            .containsEntry("tokens", "51")
            .containsEntry("onBehalf", "1")
            .containsEntry("audience", HERE);
      });
    }
  }

  private static ErrorCode refusal(ThrowingCallable call) {
    return Scenario.code(catchThrowable(call));
  }
}
