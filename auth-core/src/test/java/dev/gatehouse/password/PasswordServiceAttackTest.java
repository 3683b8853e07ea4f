package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.StoreException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordServiceAttackTest {
  private static final UserId ALICE = new UserId(new UUID(1, 1));
  private static final UserId SOCIAL_ONLY = new UserId(new UUID(1, 2));
  private static final Secret PASSWORD = Secret.of("correct horse battery");

  private final RecordingStore store = new RecordingStore();
  private final PasswordHasher hasher = Fixtures.cheapHasher();
  private final PasswordService passwords =
      new PasswordService(store, hasher, Fixtures.rules(), Fixtures.CLOCK);

  @AfterEach
  void close() {
    hasher.close();
  }

  @Test
  @DisplayName("PW-12 unknown, passwordless and wrong cost the same statements and the same hashes")
  void everyRefusalCostsTheSame() {
    store.hashes.put(ALICE, hasher.hash(Secret.of("another password")));

    for (Optional<UserId> user :
        List.of(Optional.of(ALICE), Optional.of(SOCIAL_ONLY), Optional.<UserId>empty())) {
      store.calls.clear();
      long before = hasher.evaluations();

      assertThat(passwords.verify(user, PASSWORD).right()).isFalse();

      assertThat(store.calls).containsExactly("settings", "matches", "settings");
      assertThat(hasher.evaluations() - before).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("PW-12 an unknown login asks for an account that never was, a new one each time")
  void asksForADecoy() {
    passwords.verify(Optional.empty(), PASSWORD);
    passwords.verify(Optional.empty(), PASSWORD);

    assertThat(store.asked).hasSize(6).doesNotContain(ALICE);
    assertThat(store.asked.subList(0, 3)).containsOnly(store.asked.get(0));
    assertThat(store.asked.subList(3, 6)).doesNotContain(store.asked.get(0));
  }

  @Test
  void theReasonsAreForTheAuditTrail() {
    assertThat(passwords.verify(Optional.empty(), PASSWORD))
        .isEqualTo(new Check.Wrong(Check.Reason.NO_ACCOUNT));
    assertThat(passwords.verify(Optional.of(SOCIAL_ONLY), PASSWORD))
        .isEqualTo(new Check.Wrong(Check.Reason.NO_PASSWORD));
  }

  @ParameterizedTest
  @DisplayName("PW-01 PW-02 PW-10 empty, too long or not text: no store, no hash, whoever it is")
  @ValueSource(strings = {"", "257", "1048576", "nul \u0000 inside", "half \ud83d of it"})
  void refusesUnacceptablePasswordsForFree(String kind) {
    Secret password =
        kind.matches("[0-9]+") ? Secret.of("x".repeat(Integer.parseInt(kind))) : Secret.of(kind);
    store.hashes.put(ALICE, hasher.hash(PASSWORD));
    long before = hasher.evaluations();

    assertThat(List.of(
            passwords.verify(Optional.of(ALICE), password),
            passwords.verify(Optional.empty(), password)))
        .containsOnly(new Check.Wrong(Check.Reason.UNACCEPTABLE));
    assertThat(store.calls).isEmpty();
    assertThat(hasher.evaluations()).isEqualTo(before);
  }

  @ParameterizedTest
  @DisplayName("PW-11 an account without a password is opened by nothing")
  @ValueSource(strings = {"null", "undefined", " ", "0"})
  void anAccountWithoutAPasswordIsOpenedByNothing(String password) {
    assertThat(passwords.verify(Optional.of(SOCIAL_ONLY), Secret.of(password)))
        .isEqualTo(new Check.Wrong(Check.Reason.NO_PASSWORD));
  }

  @ParameterizedTest
  @DisplayName(
      "PW-06 PW-07 PW-14 a planted or orphaned hash is reported, costs one hash, opens nothing")
  @ValueSource(
      strings = {
        "",
        "null",
        "$argon2id$v=19$m=2147483648,t=2147483648,p=16777216$MDEyMzQ1Njc4OWFiY2RlZg",
        "$argon2id$v=19$m=61,t=1,p=1,keyid=00000000$MDEyMzQ1Njc4OWFiY2RlZg",
        "$2b$31$abcdefghijklmnopqrstuu"
      })
  void aPlantedHashOpensNothing(String settings) {
    store.hashes.put(ALICE, new PasswordHash(settings, ""));

    assertThat(passwords.verify(Optional.of(ALICE), PASSWORD))
        .isEqualTo(new Check.Wrong(Check.Reason.UNREADABLE));
    assertThat(store.calls).containsExactly("settings", "matches", "settings");
    assertThat(hasher.evaluations()).isEqualTo(1);
  }

  @Test
  void aStoreThatSaysYesToEverythingOpensNoAccountThatIsNotThere() {
    PasswordService gullible = serviceOver(lying());

    assertThat(gullible.verify(Optional.empty(), PASSWORD).right()).isFalse();
    assertThat(gullible.verify(Optional.of(ALICE), PASSWORD))
        .isEqualTo(new Check.Wrong(Check.Reason.NO_PASSWORD));
  }

  @Test
  void aBrokenStoreLetsNobodyIn() {
    PasswordService broken = serviceOver((PasswordStore) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {PasswordStore.class},
        (proxy, method, arguments) -> {
          throw new StoreException("down");
        }));

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> broken.verify(Optional.of(ALICE), PASSWORD));
  }

  @Test
  @Timeout(120)
  @DisplayName("PW-09 1,000 parallel logins end in an answer or in BUSY, never in an error")
  void aThousandLoginsEndInAnAnswerOrInBusy() throws Exception {
    HashSettings two = new HashSettings(19456, 2, 1, 2, Duration.ofMillis(500));
    try (PasswordHasher real =
        new PasswordHasher(two, Fixtures.ring(Fixtures.OLD_SECRET), Fixtures.RANDOM)) {
      PasswordService service = new PasswordService(store, real, Fixtures.rules(), Fixtures.CLOCK);
      service.store(ALICE, real.hash(PASSWORD));

      List<Object> results = Racing.all(1_000, () -> service.verify(Optional.of(ALICE), PASSWORD));

      long answered = results.stream().filter(Check.Right.class::isInstance).count();
      long busy = results.stream().filter(PasswordServiceAttackTest::isBusy).count();
      assertThat(answered).isPositive();
      // At least what neither ran nor could wait: 1,000 callers, 2 permits, 80 places.
      assertThat(busy).isEqualTo(real.rejections()).isPositive();
      assertThat(answered + busy).isEqualTo(1_000);
      assertThat(real.evaluations()).isEqualTo(1 + answered);
    }
  }

  private static boolean isBusy(Object result) {
    return result instanceof AuthException refusal
        && refusal.code() == ErrorCode.BUSY
        && refusal.retryAfter().filter(wait -> !wait.isZero()).isPresent();
  }

  private PasswordService serviceOver(PasswordStore hostile) {
    return new PasswordService(hostile, hasher, Fixtures.rules(), Fixtures.CLOCK);
  }

  /** Has no settings for anybody and calls every hash right. */
  private static PasswordStore lying() {
    return (PasswordStore) Proxy.newProxyInstance(
        PasswordStore.class.getClassLoader(),
        new Class<?>[] {PasswordStore.class},
        (proxy, method, arguments) ->
            method.getName().equals("settings") ? Optional.empty() : Boolean.TRUE);
  }
}
