package dev.gatehouse.throttle;

import java.util.List;

/**
 * Keeps, per quota and key, the one number of GCRA: the time at which all is earned again. {@code RateLimitStoreContract}
 * in {@code auth-contracts} states every promise as a test. Safe for use by many threads.
 *
 * <p>A store has a clock of its own, because nodes that share one must share its clock too. All charges of one call are
 * about one caller, so that a cluster can keep them under one hash tag and decide them in one script; a store may gather
 * the calls of many threads into one round trip.
 */
public interface RateLimitStore {

  /**
   * Takes from the quota if it allows.
   *
   * @throws dev.gatehouse.storage.StoreException if the store does not answer
   */
  default Standing take(Charge charge) {
    return takeAll(List.of(charge)).get(0);
  }

  /**
   * Takes one request from one quota as {@link #take} does, and needs no object to ask or to answer: what a busy node does
   * most.
   *
   * @return the debt after it, in nanoseconds; or, if the quota does not allow it, less than zero: the time to wait
   * @throws dev.gatehouse.storage.StoreException if the store does not answer
   */
  default long takeOne(Quota quota, LimitKey key) {
    return take(Charge.of(quota, key)).outcome();
  }

  /**
   * Takes from every quota, or from none if any of them does not allow it: a refusal costs nothing. Returns how the key
   * stands with each, in order. In any stretch of time, each quota lets through at most its capacity plus the share of
   * that time, however many calls there are at once; a clock that jumps back makes nobody wait for longer than the
   * quota's period.
   *
   * @throws dev.gatehouse.storage.StoreException if the store does not answer
   */
  List<Standing> takeAll(List<Charge> charges);
}
