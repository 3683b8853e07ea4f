package dev.gatehouse.apikey;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How much the keys of a family may still be used; they share it. What is left over at a refill is forfeited.
 *
 * @param remaining what is left until the next refill; 0 to 1,000,000,000,000
 * @param refill when it is set to the refill amount again
 * @param refillAmount within the same bounds; 0 if there is no refill
 */
public record Credits(long remaining, CreditRefill refill, long refillAmount) {
  /** The most credits that a family can have. */
  public static final long MOST = 1_000_000_000_000L;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if an amount is out of bounds or does not fit the refill
   */
  public Credits {
    requireAmount(remaining);
    requireAmount(refillAmount);
    if ((refill == CreditRefill.NONE) != (refillAmount == 0)) {
      throw new IllegalArgumentException("credits are refilled with an amount of 1 or more, or not"
          + " at all; were " + refillAmount + " " + refill);
    }
  }

  /** Returns an amount that is used up once. */
  public static Credits once(long amount) {
    return new Credits(amount, CreditRefill.NONE, 0);
  }

  /** Returns an amount for each day, in UTC. */
  public static Credits daily(long amount) {
    return new Credits(amount, CreditRefill.DAILY, amount);
  }

  /** Returns an amount for each month, in UTC. */
  public static Credits monthly(long amount) {
    return new Credits(amount, CreditRefill.MONTHLY, amount);
  }

  /** Returns the instant at which the day that {@code now} belongs to began, in UTC. */
  public static Instant dayOf(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS);
  }

  /** Returns the instant at which the month that {@code now} belongs to began, in UTC. */
  public static Instant monthOf(Instant now) {
    OffsetDateTime day = now.truncatedTo(ChronoUnit.DAYS).atOffset(ZoneOffset.UTC);
    return day.withDayOfMonth(1).toInstant();
  }

  static void requireAmount(long amount) {
    if (amount < 0 || amount > MOST) {
      throw new IllegalArgumentException("credits are between 0 and " + MOST + ", were " + amount);
    }
  }
}
