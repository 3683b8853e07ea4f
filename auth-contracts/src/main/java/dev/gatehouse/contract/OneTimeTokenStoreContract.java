package dev.gatehouse.contract;

import static dev.gatehouse.account.TokenPurpose.RESET_PASSWORD;
import static dev.gatehouse.account.TokenPurpose.VERIFY_EMAIL;
import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every promise of {@link OneTimeTokenStore}, as tests. Implement it in the test class of a backend. */
public interface OneTimeTokenStoreContract {
  /** When every sample expires. */
  Instant EXPIRY = NOW.plusSeconds(1800);

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void findsAnAddedTokenWithEverythingInIt() {
    Storage storage = storage();
    OneTimeToken token = token("t", RESET_PASSWORD, Given.account(storage).id());
    storage.oneTimeTokens().insert(token);
    assertThat(storage.oneTimeTokens().find(token.digest(), RESET_PASSWORD)).contains(token);
  }

  @Test
  default void keepsATokenOfNobody() {
    OneTimeTokenStore tokens = storage().oneTimeTokens();
    OneTimeToken decoy = new OneTimeToken(
        digest("t"), TokenPurpose.DECOY, Optional.empty(), "", Sealed.nothing(), 0, 0, NOW, EXPIRY);
    tokens.insert(decoy);
    assertThat(tokens.find(decoy.digest(), TokenPurpose.DECOY)).contains(decoy);
    assertThat(tokens.consume(decoy.digest(), TokenPurpose.DECOY, NOW)).contains(decoy);
  }

  @Test
  default void findsAnExpiredTokenToo() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    assertThat(storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, EXPIRY))
        .isEmpty();
    assertThat(storage.oneTimeTokens().find(token.digest(), RESET_PASSWORD)).contains(token);
  }

  @Test
  default void findsNoTokenThatWasConsumed() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW);
    assertThat(storage.oneTimeTokens().find(token.digest(), RESET_PASSWORD)).isEmpty();
  }

  @Test
  default void anUnknownTokenIsNothing() {
    OneTimeTokenStore tokens = storage().oneTimeTokens();
    assertThat(tokens.find(digest("t"), RESET_PASSWORD)).isEmpty();
    assertThat(tokens.consume(digest("t"), RESET_PASSWORD, NOW)).isEmpty();
    assertThat(tokens.reserveAttempt(digest("t"), RESET_PASSWORD, 5, NOW)).isFalse();
  }

  @Test
  default void aTokenOfOnePurposeIsNothingForAnyOther() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    for (TokenPurpose other : TokenPurpose.values()) {
      if (other != RESET_PASSWORD) {
        assertThat(tokens.find(token.digest(), other)).isEmpty();
        assertThat(tokens.consume(token.digest(), other, NOW)).isEmpty();
        assertThat(tokens.reserveAttempt(token.digest(), other, 5, NOW)).isFalse();
      }
    }
    assertThat(tokens.consume(token.digest(), RESET_PASSWORD, NOW)).contains(token);
  }

  @Test
  default void aTokenIsSpentOnce() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    assertThat(storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW))
        .contains(token);
    assertThat(storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW))
        .isEmpty();
  }

  @Test
  default void aTokenIsNotSpentAtTheInstantItExpires() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    assertThat(tokens.consume(token.digest(), RESET_PASSWORD, EXPIRY)).isEmpty();
    assertThat(tokens.consume(token.digest(), RESET_PASSWORD, EXPIRY.minus(TICK)))
        .contains(token);
  }

  @Test
  default void ofConcurrentConsumersExactlyOneGetsTheToken() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    List<Optional<OneTimeToken>> got = Racing.together(
        16, () -> storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW));
    assertThat(got).filteredOn(Optional::isPresent).containsExactly(Optional.of(token));
  }

  @Test
  default void aTokenWhoseSpendingIsRolledBackIsUnspent() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    Failing.unit(
        storage, () -> storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW));
    assertThat(storage.oneTimeTokens().consume(token.digest(), RESET_PASSWORD, NOW))
        .contains(token);
  }

  @Test
  default void countsAnswersUpToTheLimit() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    OneTimeToken token = added(storage, "t", TokenPurpose.SECOND_FACTOR);
    for (int answer = 1; answer <= 3; answer++) {
      assertThat(attempt(tokens, token, 3)).isTrue();
      assertThat(tokens.find(token.digest(), token.purpose()).orElseThrow().attempts())
          .isEqualTo(answer);
    }
    assertThat(attempt(tokens, token, 3)).isFalse();
    assertThat(tokens.find(token.digest(), token.purpose()).orElseThrow().attempts())
        .isEqualTo(3);
    assertThat(attempt(tokens, token, 4)).isTrue();
  }

  @Test
  default void countsNoAnswerAtTheInstantTheTokenExpires() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    OneTimeToken token = added(storage, "t", TokenPurpose.SECOND_FACTOR);
    assertThat(tokens.reserveAttempt(token.digest(), token.purpose(), 5, EXPIRY))
        .isFalse();
    assertThat(tokens.reserveAttempt(token.digest(), token.purpose(), 5, EXPIRY.minus(TICK)))
        .isTrue();
  }

  @Test
  default void countsNoAnswerForASpentToken() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", TokenPurpose.SECOND_FACTOR);
    storage.oneTimeTokens().consume(token.digest(), token.purpose(), NOW);
    assertThat(attempt(storage.oneTimeTokens(), token, 5)).isFalse();
  }

  @Test
  default void concurrentAnswersNeverPassTheLimit() {
    Storage storage = storage();
    OneTimeToken token = added(storage, "t", TokenPurpose.SECOND_FACTOR);
    List<Boolean> counted = Racing.together(16, () -> attempt(storage.oneTimeTokens(), token, 5));
    assertThat(counted).filteredOn(answer -> answer).hasSize(5);
  }

  @Test
  default void spendsEveryUnspentTokenOfThatPurposeOfAnAccount() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    UserId user = Given.account(storage).id();
    List<OneTimeToken> mine = List.of(
        token("a", RESET_PASSWORD, user),
        token("b", RESET_PASSWORD, user),
        token("c", RESET_PASSWORD, user));
    OneTimeToken otherPurpose = token("d", VERIFY_EMAIL, user);
    mine.forEach(tokens::insert);
    tokens.insert(otherPurpose);
    OneTimeToken otherAccount = added(storage, "e", RESET_PASSWORD);
    tokens.consume(digest("c"), RESET_PASSWORD, NOW);

    assertThat(tokens.revokeAll(user, RESET_PASSWORD, NOW)).isEqualTo(2);
    assertThat(tokens.revokeAll(user, RESET_PASSWORD, NOW)).isZero();
    mine.forEach(token -> {
      assertThat(tokens.find(token.digest(), RESET_PASSWORD)).isEmpty();
      assertThat(tokens.consume(token.digest(), RESET_PASSWORD, NOW)).isEmpty();
    });
    assertThat(tokens.consume(otherPurpose.digest(), VERIFY_EMAIL, NOW)).isPresent();
    assertThat(tokens.consume(otherAccount.digest(), RESET_PASSWORD, NOW)).isPresent();
  }

  @Test
  default void ofConcurrentConsumersAndRevokersExactlyOneGetsTheToken() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    UserId user = Given.account(storage).id();
    OneTimeToken token = token("t", RESET_PASSWORD, user);
    tokens.insert(token);
    AtomicInteger caller = new AtomicInteger();
    List<Integer> got = Racing.together(16, () -> {
      boolean revoke = caller.incrementAndGet() % 2 == 0;
      return revoke
          ? tokens.revokeAll(user, RESET_PASSWORD, NOW)
          : (int) tokens.consume(token.digest(), RESET_PASSWORD, NOW).stream().count();
    });
    assertThat(got.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
  }

  @Test
  default void deletesTokensThatExpiredBeforeTheCutoffAndNoOthers() {
    Storage storage = storage();
    OneTimeTokenStore tokens = storage.oneTimeTokens();
    OneTimeToken token = added(storage, "t", RESET_PASSWORD);
    assertThat(tokens.deleteExpired(EXPIRY, 100)).isZero();
    assertThat(tokens.find(token.digest(), RESET_PASSWORD)).contains(token);
    assertThat(tokens.deleteExpired(EXPIRY.plus(TICK), 100)).isEqualTo(1);
    assertThat(tokens.find(token.digest(), RESET_PASSWORD)).isEmpty();
  }

  @Test
  default void deletesAtMostAsManyTokensAsAllowed() {
    Storage storage = storage();
    for (int i = 0; i < 5; i++) {
      added(storage, "t" + i, RESET_PASSWORD);
    }
    Instant cutoff = EXPIRY.plus(TICK);
    assertThat(storage.oneTimeTokens().deleteExpired(cutoff, 3)).isEqualTo(3);
    assertThat(storage.oneTimeTokens().deleteExpired(cutoff, 3)).isEqualTo(2);
    assertThat(storage.oneTimeTokens().deleteExpired(cutoff, 3)).isZero();
  }

  private static boolean attempt(OneTimeTokenStore tokens, OneTimeToken token, int limit) {
    return tokens.reserveAttempt(token.digest(), token.purpose(), limit, NOW);
  }

  private static OneTimeToken added(Storage storage, String text, TokenPurpose purpose) {
    OneTimeToken token = token(text, purpose, Given.account(storage).id());
    storage.oneTimeTokens().insert(token);
    return token;
  }

  private static OneTimeToken token(String text, TokenPurpose purpose, UserId user) {
    return new OneTimeToken(
        digest(text),
        purpose,
        Optional.of(user),
        "zoë@example.org",
        Samples.sealed("payload"),
        2,
        0,
        NOW,
        EXPIRY);
  }
}
