package dev.gatehouse.http.endpoint;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.NewAccount;
import dev.gatehouse.account.User;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.factor.FactorProof;
import dev.gatehouse.http.endpoint.Desk.Person;
import dev.gatehouse.login.LoginResult;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.session.RefreshResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The row JWT-32 of the abuse catalogue: everything that we hand out, shown wherever something is asked for. */
final class TokenMatrixTest {
  private final Desk desk = new Desk();
  private final IssuedSecret service = desk.service("reports");
  private final Map<String, Predicate<Secret>> slots = slots();
  private final Map<String, Secret> tokens = new LinkedHashMap<>();

  /** What opens what; nothing else opens anything. The last of each is used up by it. */
  private static final Map<String, Set<String>> RIGHT = Map.ofEntries(
      entry("access token", Set.of("bearer header", "access token")),
      entry("service token", Set.of("service token")),
      entry("API key", Set.of("API key")),
      entry("service secret", Set.of("service secret")),
      entry("refresh token", Set.of("refresh token")),
      entry("verification token", Set.of("verification token")),
      entry("token of a new address", Set.of("token of a new address")),
      entry("token of the old address", Set.of("token of the old address")),
      entry("reset token", Set.of("reset token")),
      entry("challenge", Set.of("challenge")),
      entry("unlock token", Set.of("unlock token")),
      entry("password", Set.of()),
      entry("session id", Set.of()),
      entry("user id", Set.of()),
      entry("signature of a webhook", Set.of()));

  @AfterEach
  void stop() {
    desk.close();
  }

  private Map<String, Predicate<Secret>> slots() {
    var gatehouse = desk.gatehouse;
    return Map.ofEntries(
        entry(
            "bearer header",
            token -> desk.answer(Sent.of("GET", "/me").as(token)).status() == 200),
        entry(
            "access token",
            token -> gatehouse.authenticator().authenticate(token)
                instanceof Authentication.Authenticated),
        entry(
            "service token",
            token -> gatehouse.serviceAuthenticator().authenticate(token)
                instanceof Authentication.AuthenticatedService),
        entry(
            "API key",
            token -> gatehouse.apiKeyVerifier().verify(token, KeyUse.by(Desk.NONE))
                instanceof Verification.Accepted),
        entry("service secret", this::isSecretOfTheService),
        entry(
            "refresh token",
            token ->
                gatehouse.refresh().refresh(token, Desk.NONE) instanceof RefreshResult.Refreshed),
        entry(
            "verification token",
            token -> opens(() -> gatehouse.registration().verifyEmail(token, Desk.NONE))),
        entry(
            "token of a new address",
            token -> opens(() -> gatehouse.accounts().confirmEmailChange(token, Desk.NONE))),
        entry(
            "token of the old address",
            token -> opens(() -> gatehouse.accounts().undoEmailChange(token, Desk.NONE))),
        entry(
            "reset token",
            token -> opens(() -> gatehouse
                .passwordReset()
                .reset(token, Secret.of("another heron, another pond"), Desk.NONE))),
        entry(
            "challenge",
            token -> gatehouse
                    .logins()
                    .secondFactor(
                        token, new FactorProof("test", Secret.of("123456")), "", Desk.NONE)
                instanceof LoginResult.SignedIn),
        entry("unlock token", token -> opens(() -> gatehouse.unlocks().unlock(token, Desk.NONE))));
  }

  private boolean isSecretOfTheService(Secret token) {
    String id = service.service().id().toString();
    try {
      ServiceRecord unused =
          desk.gatehouse.tokenServices().credentials().authenticate(id, token, Desk.NONE);
      return true;
    } catch (AuthException refused) {
      return false;
    }
  }

  @FunctionalInterface
  private interface Use {
    User use();
  }

  private static boolean opens(Use use) {
    try {
      User unused = use.use();
      return true;
    } catch (AuthException refused) {
      return false;
    }
  }

  /** Each of another person, so that the use of one does not spoil another. */
  private void handOut() {
    var gatehouse = desk.gatehouse;
    Person ann = desk.person("ann");
    IssuedApiKey key = desk.key(Subject.user(ann.id()));
    tokens.put("access token", ann.token());
    tokens.put("service token", desk.token(service));
    tokens.put("API key", key.secret());
    tokens.put("service secret", service.secret());
    tokens.put("refresh token", ann.login().tokens().refresh());
    gatehouse
        .registration()
        .register(new NewAccount("new@example.com", Desk.PASSWORD, "", Locale.ENGLISH), Desk.NONE);
    tokens.put("verification token", desk.test.mailedToken("new@example.com"));
    changeAddress();
    Person reset = desk.person("reset");
    gatehouse.passwordReset().request("reset@example.com", Desk.NONE);
    tokens.put("reset token", desk.test.mailedToken("reset@example.com"));
    Person locked = desk.person("locked");
    gatehouse.unlocks().request("locked@example.com", Desk.NONE);
    tokens.put("unlock token", desk.test.mailedToken("locked@example.com"));
    desk.test.enroll(desk.person("factor").id(), "123456");
    tokens.put(
        "challenge",
        ((LoginResult.SecondFactorRequired)
                gatehouse.logins().password("factor@example.com", Desk.PASSWORD, "", Desk.NONE))
            .challenge());
    tokens.put("password", Desk.PASSWORD);
    tokens.put("session id", Secret.of(reset.session()));
    tokens.put("user id", Secret.of(locked.id().toString()));
    tokens.put(
        "signature of a webhook", Secret.of("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
  }

  private void changeAddress() {
    Person bob = desk.person("bob");
    requestChange(bob, "bob2@example.com");
    User unused = desk.gatehouse
        .accounts()
        .confirmEmailChange(desk.test.mailedToken("bob2@example.com"), Desk.NONE);
    tokens.put("token of the old address", desk.test.mailedToken("bob@example.com"));
    Person eve = desk.person("eve");
    requestChange(eve, "eve2@example.com");
    tokens.put("token of a new address", desk.test.mailedToken("eve2@example.com"));
  }

  private void requestChange(Person person, String address) {
    desk.gatehouse
        .accounts()
        .requestEmailChange(
            ((Authentication.Authenticated)
                    desk.gatehouse.authenticator().authenticate(person.token()))
                .principal(),
            address,
            Desk.NONE);
  }

  @Test
  @DisplayName("JWT-32 whole matrix: each kind of token in each place that takes one")
  void eachOpensItsOwnPlaceAndNoOther() {
    handOut();
    assertThat(tokens.keySet()).isEqualTo(RIGHT.keySet());
    Set<String> wrong = new TreeSet<>();
    tokens.forEach((kind, token) -> slots.forEach((place, slot) -> {
      if (!RIGHT.get(kind).contains(place) && slot.test(token)) {
        wrong.add(kind + " as " + place);
      }
    }));
    assertThat(wrong).isEmpty();
    // After all that was refused, each still does what it is for.
    tokens.forEach((kind, token) -> slots.forEach((place, slot) -> {
      if (RIGHT.get(kind).contains(place)) {
        assertThat(slot.test(token)).as("%s as %s", kind, place).isTrue();
      }
    }));
  }
}
