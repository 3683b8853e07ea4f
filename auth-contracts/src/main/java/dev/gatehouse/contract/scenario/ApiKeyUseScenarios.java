package dev.gatehouse.contract.scenario;

import static dev.gatehouse.contract.scenario.ApiKeyScenario.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.apikey.Credits;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.KeyRefusal;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.apikey.UsageCount;
import dev.gatehouse.apikey.UsageQuery;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the use of API keys costs and leaves behind: credits, counts, last uses, announcements. */
public interface ApiKeyUseScenarios extends ApiKeyScenario {

  @Test
  default void creditsAreSpentLastSoThatARefusalCostsNothing() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = issue(test, owner, NewApiKey.named("two").withCredits(Credits.once(2)));
      assertThat(refusal(present(test, key.secret(), WRITE)))
          .contains(KeyRefusal.PERMISSION_MISSING);
      assertThat(left(present(test, key.secret()))).contains(1L);
      assertThat(left(present(test, key.secret()))).contains(0L);
      Verification over = present(test, key.secret());
      assertThat(refusal(over)).contains(KeyRefusal.CREDITS_EXHAUSTED);
      assertThat(((Verification.Refused) over).code()).isEqualTo(ErrorCode.CREDITS_EXHAUSTED);
      Verification free = test.gatehouse()
          .apiKeyVerifier()
          .verify(key.secret(), KeyUse.by(BROWSER).costing(0));
      assertThat(free).isInstanceOf(Verification.Accepted.class);
    }
  }

  private static Optional<Long> left(Verification verification) {
    return verification.fold(Verification.Accepted::creditsLeft, no -> Optional.empty());
  }

  @Test
  default void aRotationNeitherDoublesNorLosesCredits() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = issue(test, owner, NewApiKey.named("three").withCredits(Credits.once(3)));
      present(test, key.secret());
      RotatedApiKey rotated = keys(test).rotate(key.key().id(), Actor.user(owner), BROWSER);
      assertThat(left(present(test, rotated.secret()))).contains(1L);
      assertThat(left(present(test, key.secret()))).contains(0L);
      assertThat(refusal(present(test, rotated.secret()))).contains(KeyRefusal.CREDITS_EXHAUSTED);
    }
  }

  @Test
  default void creditsAreRefilledSetAndTakenAwayAtOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = issue(test, owner, NewApiKey.named("daily").withCredits(Credits.daily(1)));
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(opens(test, key.secret())).isFalse();
      test.clock().advance(Duration.ofDays(1));
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(test.gatehouse()
              .apiKeyCredits()
              .add(key.key().id(), 1, SETUP, NONE)
              .remaining())
          .isEqualTo(1);
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(opens(test, key.secret())).isFalse();
      test.gatehouse().apiKeyCredits().set(key.key().id(), Optional.empty(), SETUP, NONE);
      assertThat(opens(test, key.secret())).isTrue();
      assertThat(test.gatehouse().apiKeyCredits().find(key.key().id())).isEmpty();
      assertThat(test.audited("api_key.updated")).hasSize(2);
    }
  }

  @Test
  @DisplayName(
      "credits spent and left equal credits granted, under random uses, rotations and refills by 16 threads")
  default void creditsAreConserved() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey first = issue(test, owner, NewApiKey.named("c").withCredits(Credits.once(50)));
      AtomicReference<IssuedApiKey> present = new AtomicReference<>(first);
      AtomicLong granted = new AtomicLong(50);
      AtomicLong spent = new AtomicLong();
      AtomicInteger seed = new AtomicInteger();
      Racing.together(16, () -> {
        Random random = new Random(seed.incrementAndGet());
        for (int i = 0; i < 25; i++) {
          int turn = random.nextInt(10);
          if (turn == 0) {
            rotate(test, owner, present);
          } else if (turn == 1) {
            int more = random.nextInt(8);
            test.gatehouse().apiKeyCredits().add(first.key().id(), more, SETUP, NONE);
            granted.addAndGet(more);
          } else {
            spent.addAndGet(spend(test, requireNonNull(present.get()).secret(), random.nextInt(4)));
          }
        }
        return true;
      });
      long left =
          test.gatehouse().apiKeyCredits().find(first.key().id()).orElseThrow().remaining();
      assertThat(spent.get() + left).isEqualTo(granted.get());
      assertThat(left).isNotNegative();
      assertThat(spent.get()).isGreaterThan(50);
    }
  }

  @Test
  @DisplayName(
      "credits spent never exceed credits granted while 16 threads use and rotate, and days go by under them")
  default void aDayThatBeginsDuringUsesRefillsOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      long daily = 20;
      IssuedApiKey first =
          issue(test, owner, NewApiKey.named("d").withCredits(Credits.daily(daily)));
      AtomicReference<IssuedApiKey> present = new AtomicReference<>(first);
      Instant begun = Credits.dayOf(test.clock().instant());
      AtomicLong spent = new AtomicLong();
      AtomicInteger seed = new AtomicInteger();
      Racing.together(16, () -> {
        Random random = new Random(seed.incrementAndGet());
        for (int i = 0; i < 40; i++) {
          int turn = random.nextInt(20);
          if (turn == 0) {
            rotate(test, owner, present);
          } else if (turn == 1) {
            test.clock().advance(Duration.ofHours(random.nextInt(12)));
          } else {
            spent.addAndGet(spend(test, requireNonNull(present.get()).secret(), random.nextInt(4)));
          }
        }
        return true;
      });
      long days = Duration.between(begun, Credits.dayOf(test.clock().instant())).toDays();
      assertThat(spent.get()).isLessThanOrEqualTo(daily * (days + 1)).isGreaterThan(daily);
      test.clock().advance(Duration.ofDays(1));
      spent.set(0);
      Racing.together(
          16, () -> spent.addAndGet(spend(test, requireNonNull(present.get()).secret(), 3)));
      assertThat(spent.get()).isEqualTo(18);
    }
  }

  private static long spend(TestGatehouse test, Secret key, int cost) {
    Verification result =
        test.gatehouse().apiKeyVerifier().verify(key, KeyUse.by(BROWSER).costing(cost));
    return result instanceof Verification.Accepted ? cost : 0;
  }

  private void rotate(TestGatehouse test, UserId owner, AtomicReference<IssuedApiKey> present) {
    ApiKeyId id = requireNonNull(present.get()).key().id();
    try {
      RotatedApiKey rotated = keys(test).rotate(id, Actor.user(owner), BROWSER);
      present.set(new IssuedApiKey(rotated.key(), rotated.secret()));
    } catch (AuthException e) {
      // Somebody else was faster.
      assertThat(e.code()).isEqualTo(ErrorCode.VERSION_CONFLICT);
    }
  }

  @Test
  @DisplayName("KEY-08: of uses by 16 threads during flushes, every one is counted, once")
  default void noUseIsLostOrCountedTwice() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      Racing.together(16, () -> {
        for (int i = 0; i < 500; i++) {
          test.gatehouse()
              .apiKeyVerifier()
              .verify(key.secret(), KeyUse.by(BROWSER).in(i % 2 == 0 ? "even" : "odd"));
          if (i % 100 == 0) {
            test.gatehouse().apiKeyUsage().flush();
          }
        }
        return true;
      });
      present(test, key.secret(), WRITE);
      test.gatehouse().maintenance().runNow("api-key-usage");
      Instant now = test.clock().instant();
      assertThat(test.gatehouse()
              .apiKeyUsage()
              .read(key.key().family(), now.minusSeconds(3600), now.plusSeconds(1)))
          .extracting(UsageCount::routeGroup, UsageCount::outcome, UsageCount::count)
          .containsExactlyInAnyOrder(
              tuple("even", "accepted", 4000L),
              tuple("odd", "accepted", 4000L),
              tuple("", "permission_missing", 1L));
    }
  }

  @Test
  @DisplayName("KEY-08: an orderly close writes what was counted")
  default void nothingIsLostAtAnOrderlyClose() {
    TestGatehouse test = start();
    UserId owner = reader(test);
    IssuedApiKey key = readingKey(test, owner);
    for (int i = 0; i < 7; i++) {
      assertThat(opens(test, key.secret())).isTrue();
    }
    test.close();
    Instant now = test.clock().instant();
    assertThat(test.storage()
            .apiKeyUsage()
            .read(UsageQuery.of(key.key().family(), now.minusSeconds(3600), now.plusSeconds(1))))
        .singleElement()
        .satisfies(count -> assertThat(count.count()).isEqualTo(7));
    assertThat(test.storage().apiKeys().find(key.key().id()).orElseThrow().lastUsedAt())
        .contains(now);
  }

  @Test
  default void theLastUseIsKnownToTheMinuteAndNeverMovesBack() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      Instant first = test.clock().instant();
      assertThat(opens(test, key.secret())).isTrue();
      test.gatehouse().apiKeyUsage().flush();
      assertThat(now(test, key.key()).lastUsedAt()).contains(first);
      assertThat(now(test, key.key()).lastUsedAddress()).isEqualTo(BROWSER.address());
      test.clock().advance(Duration.ofSeconds(59));
      assertThat(opens(test, key.secret())).isTrue();
      test.gatehouse().apiKeyUsage().flush();
      assertThat(now(test, key.key()).lastUsedAt()).contains(first);
      Instant later = test.clock().advance(Duration.ofSeconds(1));
      assertThat(opens(test, key.secret())).isTrue();
      test.gatehouse().apiKeyUsage().flush();
      assertThat(now(test, key.key()).lastUsedAt()).contains(later);
      assertThat(now(test, key.key()).version()).isZero();
    }
  }

  @Test
  default void deadlinesAreAnnouncedOnce() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      assertThat(announced(test)).isEqualTo(List.of(0, 0, 0));
      test.clock().advance(Duration.ofDays(76));
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      assertThat(announced(test)).isEqualTo(List.of(1, 0, 0));
      keys(test).expireIn(key.key().id(), Duration.ofDays(20), Actor.user(owner), BROWSER);
      test.clock().advance(Duration.ofDays(14));
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      assertThat(announced(test)).isEqualTo(List.of(2, 1, 0));
      test.clock().advance(Duration.ofDays(6));
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      test.gatehouse().maintenance().runNow("api-key-deadlines");
      assertThat(announced(test)).isEqualTo(List.of(2, 1, 1));
    }
  }

  private static List<Integer> announced(TestGatehouse test) {
    return List.of(
        test.audited("api_key.expiring").size(),
        test.audited("api_key.rotation_due").size(),
        test.audited("api_key.expired").size());
  }

  @Test
  default void aDeadKeyThatIsUsedAgainAndAgainIsOnRecordOnceAndCountedEachTime() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      keys(test).revoke(key.key().id(), "old", Actor.user(owner), BROWSER);
      for (int i = 0; i < 50; i++) {
        assertThat(opens(test, key.secret())).isFalse();
      }
      assertThat(test.audited("api_key.refused"))
          .singleElement()
          .satisfies(event -> assertThat(event.outcome()).isEqualTo("revoked"));
      test.gatehouse().apiKeyUsage().flush();
      Instant now = test.clock().instant();
      assertThat(test.gatehouse()
              .apiKeyUsage()
              .read(key.key().family(), now.minusSeconds(3600), now.plusSeconds(1)))
          .singleElement()
          .satisfies(count -> assertThat(count.count()).isEqualTo(50));
    }
  }

  @Test
  default void aRevokedKeyIsForgottenAfterNinetyDaysAndItsHistoryIsNot() {
    try (TestGatehouse test = start()) {
      UserId owner = reader(test);
      IssuedApiKey key = readingKey(test, owner);
      assertThat(opens(test, key.secret())).isTrue();
      test.gatehouse().apiKeyUsage().flush();
      keys(test).revoke(key.key().id(), "old", Actor.user(owner), BROWSER);
      test.gatehouse().maintenance().runNow("clean-up");
      test.clock().advance(Duration.ofDays(90));
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(test.storage().apiKeys().find(key.key().id())).isPresent();
      test.clock().advance(Duration.ofSeconds(1));
      test.gatehouse().maintenance().runNow("clean-up");
      assertThat(test.storage().apiKeys().find(key.key().id())).isEmpty();
      assertThat(refusal(present(test, key.secret()))).contains(KeyRefusal.UNKNOWN);
      Instant now = test.clock().instant();
      assertThat(test.gatehouse()
              .apiKeyUsage()
              .read(key.key().family(), now.minus(Duration.ofDays(91)), now.minusSeconds(86_400)))
          .isNotEmpty();
      assertThat(test.audited("api_key.created")).hasSize(1);
      assertThat(test.audited("api_key.revoked")).hasSize(1);
    }
  }
}
