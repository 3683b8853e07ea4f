package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;
import dev.gatehouse.account.OneTimeToken;
import dev.gatehouse.account.TokenPurpose;
import dev.gatehouse.account.User;
import dev.gatehouse.audit.AuditHead;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.storage.Transactions;
import dev.gatehouse.testkit.Racing;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.TokenAlgorithm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Every promise of {@link Transactions}, as tests. Implement it in the test class of a backend. */
public interface TransactionsContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  @Test
  default void aUnitOfWorkCommitsWhatItDidAndReturnsItsResult() {
    Storage storage = storage();
    User user = Samples.user();
    String result = storage.transactions().call(() -> {
      storage.users().insert(user);
      return "done";
    });
    assertThat(result).isEqualTo("done");
    assertThat(storage.users().find(user.id())).contains(user);
  }

  @Test
  default void aUnitOfWorkWithoutAResultCommitsToo() {
    Storage storage = storage();
    User user = Samples.user();
    storage.transactions().run(() -> storage.users().insert(user));
    assertThat(storage.users().find(user.id())).contains(user);
  }

  @Test
  default void aUnitOfWorkSeesWhatItDid() {
    Storage storage = storage();
    User user = Samples.user();
    boolean seen = storage.transactions().call(() -> {
      storage.users().insert(user);
      return storage.users().find(user.id()).isPresent();
    });
    assertThat(seen).isTrue();
  }

  @Test
  default void anExceptionIsThrownOnUnchanged() {
    Storage storage = storage();
    IllegalArgumentException failure = new IllegalArgumentException("the work failed");
    assertThatThrownBy(() -> storage.transactions().call(() -> {
          throw failure;
        }))
        .isSameAs(failure);
    assertThatThrownBy(() -> storage.transactions().run(() -> {
          throw failure;
        }))
        .isSameAs(failure);
  }

  @Test
  default void anErrorRollsBackTooAndIsThrownOnUnchanged() {
    Storage storage = storage();
    User user = Samples.user();
    StackOverflowError failure = new StackOverflowError("the work failed");
    assertThatThrownBy(() -> storage.transactions().run(() -> {
          storage.users().insert(user);
          throw failure;
        }))
        .isSameAs(failure);
    assertThat(storage.users().find(user.id())).isEmpty();
  }

  @Test
  default void anExceptionRollsBackEveryStore() {
    Storage storage = storage();
    User user = Samples.user();
    SessionId session = new SessionId(UUID.randomUUID());
    Failing.unit(storage, () -> writeEverywhere(storage, user, session));
    assertThat(storage.users().find(user.id())).isEmpty();
    assertThat(storage.users().findByEmail(user.email())).isEmpty();
    assertThat(storage.passwords().settings(user.id())).isEmpty();
    assertThat(storage.oneTimeTokens().find(digest("t"), TokenPurpose.RESET_PASSWORD))
        .isEmpty();
    assertThat(storage.sessions().find(session)).isEmpty();
    assertThat(storage.signingKeys().list()).isEmpty();
    for (int lane = 0; lane < AuditRecord.LANES; lane++) {
      assertThat(storage.audit().head(lane)).isEqualTo(AuditHead.empty(lane));
    }
    assertThat(storage.outbox().deleteBefore(NOW.plus(TICK), 100)).isZero();
    assertThat(reserve(storage)).isTrue();
  }

  @Test
  default void anExceptionRollsBackChangesAndDeletionsToo() {
    Storage storage = storage();
    User user = Samples.user();
    SessionId session = new SessionId(UUID.randomUUID());
    PasswordHash hash = new PasswordHash("$s", "d");
    writeEverywhere(storage, user, session);
    Failing.unit(storage, () -> {
      storage.users().advanceEpoch(user.id(), true);
      storage.passwords().delete(user.id());
      storage.oneTimeTokens().consume(digest("t"), TokenPurpose.RESET_PASSWORD, NOW);
      storage.sessions().deleteOver(NOW.plus(Duration.ofDays(99)), 10);
      storage.signingKeys().deleteGone(NOW.plus(Duration.ofDays(99)));
      storage.outbox().deleteBefore(NOW.plus(TICK), 10);
      storage.mailCooldowns().deleteForgotten(NOW.plus(Duration.ofDays(99)), 10);
    });
    assertThat(storage.users().find(user.id())).contains(user);
    assertThat(storage.passwords().matches(user.id(), hash)).isTrue();
    assertThat(storage.oneTimeTokens().find(digest("t"), TokenPurpose.RESET_PASSWORD))
        .isPresent();
    assertThat(storage.sessions().find(session)).isPresent();
    assertThat(storage.signingKeys().list()).hasSize(1);
    assertThat(storage.outbox().deleteBefore(NOW.plus(TICK), 10)).isEqualTo(1);
    assertThat(reserve(storage)).isFalse();
  }

  @Test
  default void aUnitAfterARolledBackOneCommits() {
    Storage storage = storage();
    User user = Samples.user();
    Failing.unit(storage, () -> storage.users().insert(Samples.user()));
    storage.transactions().run(() -> storage.users().insert(user));
    assertThat(storage.users().find(user.id())).contains(user);
  }

  @Test
  default void aCallInsideAnotherJoinsIt() {
    Storage storage = storage();
    User outer = Samples.user();
    User inner = Samples.user();
    Failing.unit(storage, () -> {
      storage.users().insert(outer);
      boolean seen = storage.transactions().call(() -> {
        storage.users().insert(inner);
        return storage.users().find(outer.id()).isPresent();
      });
      assertThat(seen).isTrue();
    });
    assertThat(storage.users().find(outer.id())).isEmpty();
    assertThat(storage.users().find(inner.id())).isEmpty();
  }

  @Test
  default void aJoinedCallCommitsWithTheOuterOne() {
    Storage storage = storage();
    User outer = Samples.user();
    User inner = Samples.user();
    storage.transactions().run(() -> {
      storage.transactions().run(() -> storage.users().insert(inner));
      storage.users().insert(outer);
    });
    assertThat(storage.users().find(outer.id())).isPresent();
    assertThat(storage.users().find(inner.id())).isPresent();
  }

  @Test
  default void aFailureOfAJoinedCallRollsBackEverythingEvenIfTheOuterOneSwallowsIt() {
    Storage storage = storage();
    User outer = Samples.user();
    User inner = Samples.user();
    AtomicBoolean told = new AtomicBoolean();
    // Whoever swallowed the failure must not be told that the work was committed.
    assertThatThrownBy(() -> storage.transactions().run(() -> {
          storage.users().insert(outer);
          storage.transactions().afterCommit(() -> told.set(true));
          Failing.unit(storage, () -> storage.users().insert(inner));
        }))
        .isInstanceOf(RuntimeException.class);
    assertThat(storage.users().find(outer.id())).isEmpty();
    assertThat(storage.users().find(inner.id())).isEmpty();
    assertThat(told).isFalse();
  }

  @Test
  default void aStoreCallOnAnotherThreadIsNoPartOfTheUnit() {
    Storage storage = storage();
    User here = Samples.user();
    User elsewhere = Samples.user();
    List<CompletableFuture<Boolean>> other = new ArrayList<>();
    Failing.unit(storage, () -> {
      storage.users().insert(here);
      other.add(CompletableFuture.supplyAsync(() -> storage.users().insert(elsewhere)));
    });
    assertThat(other.get(0).orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    assertThat(storage.users().find(here.id())).isEmpty();
    assertThat(storage.users().find(elsewhere.id())).isPresent();
  }

  @Test
  default void aStoreCallOutsideAnyUnitCommitsByItself() {
    Storage storage = storage();
    User user = Samples.user();
    storage.users().insert(user);
    assertThat(CompletableFuture.supplyAsync(() -> storage.users().find(user.id()))
            .orTimeout(10, TimeUnit.SECONDS)
            .join())
        .contains(user);
  }

  @Test
  default void concurrentUnitsAllCommit() {
    Storage storage = storage();
    List<User> users = Racing.together(16, () -> {
      User user = Samples.user();
      storage.transactions().run(() -> {
        storage.users().insert(user);
        storage.audit().append(Samples.auditRecord(user.id(), NOW));
        storage.outbox().append(Samples.event(user.id(), NOW));
      });
      return user;
    });
    assertThat(users)
        .allSatisfy(user -> assertThat(storage.users().find(user.id())).isPresent());
    assertThat(storage.outbox().deleteBefore(NOW.plus(TICK), 100)).isEqualTo(16);
  }

  @Test
  default void anActionRunsAfterTheCommitOnTheSameThreadInTheOrderOfRegistration() {
    Storage storage = storage();
    User user = Samples.user();
    List<String> seen = new ArrayList<>();
    storage.transactions().run(() -> {
      storage.transactions().afterCommit(() -> {
        seen.add("first on " + Thread.currentThread().getName());
        boolean committed = CompletableFuture.supplyAsync(() -> storage.users().find(user.id()))
            .orTimeout(10, TimeUnit.SECONDS)
            .join()
            .isPresent();
        seen.add("committed " + committed);
      });
      storage.transactions().afterCommit(() -> seen.add("second"));
      storage.users().insert(user);
      seen.add("work");
    });
    assertThat(seen)
        .containsExactly(
            "work", "first on " + Thread.currentThread().getName(), "committed true", "second");
  }

  @Test
  default void anActionNeverRunsAfterARollback() {
    Storage storage = storage();
    List<String> seen = new ArrayList<>();
    Failing.unit(storage, () -> storage.transactions().afterCommit(() -> seen.add("rolled back")));
    storage.transactions().run(() -> seen.add("next unit"));
    assertThat(seen).containsExactly("next unit");
  }

  @Test
  default void anActionOfAJoinedCallWaitsForTheOuterOne() {
    Storage storage = storage();
    List<String> seen = new ArrayList<>();
    storage.transactions().run(() -> {
      storage
          .transactions()
          .run(() -> storage.transactions().afterCommit(() -> seen.add("action")));
      seen.add("outer work");
    });
    assertThat(seen).containsExactly("outer work", "action");
  }

  @Test
  default void anActionOutsideAnyUnitRunsAtOnce() {
    List<String> seen = new ArrayList<>();
    storage().transactions().afterCommit(() -> seen.add("action"));
    assertThat(seen).containsExactly("action");
  }

  @Test
  default void anExceptionOfAnActionIsSwallowedAndTheNextOneRuns() {
    Storage storage = storage();
    User user = Samples.user();
    List<String> seen = new ArrayList<>();
    storage.transactions().run(() -> {
      storage.users().insert(user);
      storage.transactions().afterCommit(() -> {
        throw new IllegalStateException("the action failed");
      });
      storage.transactions().afterCommit(() -> seen.add("next"));
    });
    assertThat(seen).containsExactly("next");
    assertThat(storage.users().find(user.id())).isPresent();
  }

  @Test
  default void anActionMayDoAUnitOfItsOwn() {
    Storage storage = storage();
    User user = Samples.user();
    List<String> seen = new ArrayList<>();
    storage
        .transactions()
        .run(() -> storage.transactions().afterCommit(() -> {
          storage.transactions().run(() -> {
            storage.users().insert(user);
            storage.transactions().afterCommit(() -> seen.add("its own action"));
          });
          seen.add("action");
        }));
    assertThat(seen).containsExactly("its own action", "action");
    assertThat(storage.users().find(user.id())).isPresent();
  }

  private static void writeEverywhere(Storage storage, User user, SessionId session) {
    storage.users().insert(user);
    storage.passwords().put(user.id(), new PasswordHash("$s", "d"), NOW);
    storage.oneTimeTokens().insert(token(user));
    storage.sessions().open(Samples.session(session, user.id(), NOW), user.credentialEpoch());
    storage.signingKeys().rotate("", key(), NOW);
    storage.audit().append(Samples.auditRecord(user.id(), NOW));
    storage.outbox().append(Samples.event(user.id(), NOW));
    reserve(storage);
  }

  private static boolean reserve(Storage storage) {
    List<Duration> waits = List.of(Duration.ofMinutes(1));
    return storage.mailCooldowns().reserve(digest("zoe"), waits, Duration.ofHours(1), NOW);
  }

  private static OneTimeToken token(User user) {
    return new OneTimeToken(
        digest("t"),
        TokenPurpose.RESET_PASSWORD,
        Optional.of(user.id()),
        "",
        Sealed.nothing(),
        user.credentialEpoch(),
        0,
        NOW,
        NOW.plusSeconds(60));
  }

  private static SigningKeyRecord key() {
    return new SigningKeyRecord(
        "k1",
        TokenAlgorithm.EDDSA,
        "{}",
        Samples.sealed("private"),
        NOW,
        NOW,
        NOW.plusSeconds(60),
        NOW.plusSeconds(120));
  }
}
