package dev.gatehouse.account;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.event.Events;
import dev.gatehouse.mail.Mails;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.storage.Transactions;
import java.time.Instant;
import java.time.InstantSource;

/** What every service that changes accounts or sessions works with, besides its own stores. */
public record Surroundings(
    Transactions transactions,
    Events events,
    Mails mails,
    Invalidations invalidations,
    Ids ids,
    InstantSource clock) {

  /** Returns the present instant, cut to microseconds: finer parts would not survive a database. */
  public Instant now() {
    return clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  /** Lets every node forget what it knows of an account, once the caller's unit of work has committed. */
  public void changed(UserId user) {
    Invalidation change = new Invalidation(Invalidation.Kind.USER, user.toString());
    transactions.afterCommit(() -> invalidations.publish(change));
  }
}
