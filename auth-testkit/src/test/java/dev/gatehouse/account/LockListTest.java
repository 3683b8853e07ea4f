package dev.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Broken;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import dev.gatehouse.throttle.Lane;
import dev.gatehouse.throttle.LaneRule;
import dev.gatehouse.throttle.Reservation;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a list of locks asks the store. */
final class LockListTest {
  private static final Secret PASSWORD = Secret.of("a heron at the mill pond");
  private static final Secret WRONG = Secret.of("a wrong guess at it all");

  private final List<String> asked = new ArrayList<>();

  private TestGatehouse start() {
    return TestGatehouse.on(
        Broken.watched(InMemoryStorage.create(), "users", UserStore.class, asked::add),
        new SettableClock(),
        builder -> builder.throttle(off -> ThrottlePolicy.defaults()));
  }

  private static void lock(TestGatehouse test, String name, String address) {
    for (int i = 0; i < 5; i++) {
      assertThat(test.gatehouse()
              .logins()
              .password(name, WRONG, "", new ClientInfo(address, "curl", "r")))
          .isNotNull();
    }
  }

  @Test
  void findsTheAccountsOfAPageByOneQuestion() {
    try (TestGatehouse test = start()) {
      Set<UserId> people = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        people.add(test.verified("person" + i + "@example.com", PASSWORD).id());
        lock(test, "person" + i + "@example.com", "198.51.100." + i);
        lock(test, "stranger" + i + "@example.com", "198.51.100." + (100 + i));
      }
      asked.clear();
      List<LockAdministration.Entry> page = test.gatehouse().locks().list(Optional.empty(), 100);
      assertThat(asked).containsExactly("findByEmails");
      assertThat(page).hasSize(32);
      assertThat(page.stream().flatMap(entry -> entry.account().stream()))
          .hasSize(16)
          .hasSameElementsAs(people);
    }
  }

  @Test
  @DisplayName(
      "ADM-02 a lock of which nobody can read whom it is about is lifted by nobody: it may be an administrator's")
  void aLockThatNobodyCanReadIsNotLifted() {
    try (TestGatehouse test = start()) {
      Digest key = Digest.of("a lane");
      Sealed label =
          Sealed.of("sealed under a secret of long ago".getBytes(StandardCharsets.UTF_8));
      Duration half = Duration.ofHours(12);
      LaneRule rule = new LaneRule(1, 1, half, half, Duration.ZERO, half.plusHours(1));
      Lane lane = new Lane(Lane.Kind.IDENTIFIER, key, rule, Digest.of("a subject"), label);
      assertThat(test.storage().lockouts().reserve(List.of(lane), test.clock().instant()))
          .isInstanceOf(Reservation.Reserved.class);
      LockAdministration locks = test.gatehouse().locks();
      assertThat(locks.list(Optional.empty(), 100))
          .singleElement()
          .satisfies(entry -> assertThat(entry.account()).isEmpty());
      assertThatThrownBy(() -> locks.lift(key, "please", Actor.system("desk"), ClientInfo.none()))
          .isInstanceOf(AuthException.class);
      assertThat(locks.list(Optional.empty(), 100)).hasSize(1);
      assertThat(test.audited("user.unlocked")).isEmpty();
    }
  }

  @Test
  void asksNobodyAboutAnEmptyPage() {
    try (TestGatehouse test = start()) {
      asked.clear();
      assertThat(test.gatehouse().locks().list(Optional.empty(), 100)).isEmpty();
      assertThat(asked).isEmpty();
    }
  }
}
