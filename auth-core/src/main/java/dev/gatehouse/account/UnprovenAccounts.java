package dev.gatehouse.account;

import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes accounts whose address nobody ever proved: anybody can make them, so they must not pile up. What a host keeps
 * for such an account it learns to delete from the event {@code user.deleted}.
 */
public final class UnprovenAccounts {
  private static final int BATCH = 50;
  private static final int MOST_BATCHES = 200;

  private final UserStore users;
  private final Duration kept;
  private final Surroundings around;

  /** Deletes from the given store. */
  public UnprovenAccounts(UserStore users, AccountPolicy policy, Surroundings around) {
    this.users = users;
    this.kept = policy.keepUnproven();
    this.around = around;
  }

  /** Deletes in small units of work what is due, at most 10,000 accounts, until its thread is interrupted; returns how many. */
  public long delete() {
    Instant now = around.now();
    long sum = 0;
    int deleted = BATCH;
    for (int i = 0; i < MOST_BATCHES && deleted == BATCH && !isInterrupted(); i++) {
      deleted = around.transactions().call(() -> deleteSome(now));
      sum += deleted;
    }
    return sum;
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private int deleteSome(Instant now) {
    List<UserId> gone = users.deleteUnproven(now.minus(kept), BATCH, now);
    gone.forEach(id -> around
        .events()
        .record(EventDraft.of(EventType.USER_DELETED, ClientInfo.none())
            .about(id)
            .by(Actor.system("maintenance"))
            .with("reason", "never_proven")));
    return gone.size();
  }
}
