package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.CreditRefill;
import dev.gatehouse.apikey.Credits;
import java.time.Instant;
import java.util.Optional;

/** What the keys of a family share: their credits, and when these were refilled last. */
record KeyFamily(Optional<Credits> credits, Instant refilledAt) {

  /** Returns the family after a refill, if one is due. */
  KeyFamily refilled(Instant now) {
    return credits
        .filter(held -> isDue(held.refill(), now))
        .map(held -> left(held, held.refillAmount(), now))
        .orElse(this);
  }

  private boolean isDue(CreditRefill refill, Instant now) {
    return switch (refill) {
      case NONE -> false;
      case DAILY -> refilledAt.isBefore(Credits.dayOf(now));
      case MONTHLY -> refilledAt.isBefore(Credits.monthOf(now));
    };
  }

  /** Returns the family with so much left. */
  KeyFamily left(Credits held, long remaining, Instant at) {
    return new KeyFamily(
        Optional.of(new Credits(remaining, held.refill(), held.refillAmount())), at);
  }
}
