package dev.gatehouse.throttle;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * GCRA for one quota in a fixed amount of memory: per key the time at which all is earned again, in buckets of four.
 *
 * <h2>Why it never forgets a debt</h2>
 *
 * <p>A key without a debt needs no place, so a place is taken over only once its debt is over. If all places of a bucket are
 * in debt, one becomes shared: as long as its debt lasts, every key of the bucket without a place of its own is charged to
 * it. So more keys than there is room for are refused sooner than they ought to be, and never let through more often. Which keys
 * meet in a bucket depends on a secret of this process: a table knows keys by their {@link Marks}.
 */
final class QuotaTable {
  private static final int WAYS = 4;
  private static final int WORDS = 2;
  private static final long EMPTY = 0;
  private static final long SHARED = 1;
  private static final long NOBODYS = Marks.RESERVED;
  private static final int LOCKS = 64;
  /** Longer than any thread rests between reading the clock and using it: what is further ahead was noted by another clock. */
  private static final long JUMP_NANOS = 10_000_000_000L;

  private final AtomicLongArray words;
  private final int lastBucket;
  private final long interval;
  private final long burst;
  private final Object[] locks = new Object[LOCKS];
  private final long[] latest = new long[LOCKS];

  /** Makes room for at least so many keys in debt, rounded up to a power of two. */
  QuotaTable(Limit limit, int keys, long now) {
    int buckets = Math.max(1, Integer.highestOneBit(Math.max(1, keys - 1)) * 2 / WAYS);
    this.words = new AtomicLongArray(buckets * WAYS * WORDS);
    this.lastBucket = buckets - 1;
    this.interval = limit.intervalNanos();
    this.burst = limit.burstNanos();
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
      latest[i] = now;
    }
  }

  /** Takes the cost if it is there; returns the debt after it, or the time to wait, negative. */
  long take(long mark, int cost, long now) {
    while (true) {
      int found = seek(mark, now);
      int place = found < 0 ? claim(mark, now) : found;
      long before = words.get(place + 1);
      long debt = debt(before, now) + cost * interval;
      if (debt > burst && isFor(place, mark)) {
        mend(place, before, now);
        return burst - debt;
      }
      // If the place has changed hands meanwhile, the new owner bears the charge, and we look
      // again.
      if (debt <= burst
          && words.compareAndSet(place + 1, before, now + debt)
          && isFor(place, mark)) {
        return debt;
      }
    }
  }

  /** Returns the debt as it is, or the time to wait for the cost, negative; changes nothing. */
  long look(long mark, int cost, long now) {
    int place = seek(mark, now);
    long debt = place < 0 ? 0 : debt(words.get(place + 1), now);
    long after = debt + cost * interval;
    return after > burst ? burst - after : debt;
  }

  /** Takes a charge back that {@link #take} answered with that debt, unless somebody has been charged since. */
  void giveBack(long mark, int cost, long now, long debt) {
    int place = seek(mark, now);
    if (place >= 0) {
      boolean unused = words.compareAndSet(place + 1, now + debt, now + debt - cost * interval);
    }
  }

  /** Returns how many bytes the numbers take, for ever. */
  long bytes() {
    return (long) words.length() * Long.BYTES;
  }

  private long debt(long earnedAt, long now) {
    return Math.min(Math.max(earnedAt - now, 0), burst);
  }

  /** A debt greater than any there can be was noted by a clock that ran ahead: from now on it is the greatest. */
  private void mend(int place, long before, long now) {
    if (before - now > burst + JUMP_NANOS) {
      boolean unused = words.compareAndSet(place + 1, before, now + burst);
    }
  }

  /** Returns the place of a key, or the shared one of its bucket while that is in debt, or -1. */
  private int seek(long mark, long now) {
    int first = bucket(mark);
    int shared = -1;
    for (int place = first; place < first + WAYS * WORDS; place += WORDS) {
      long owner = words.get(place);
      if (owner == mark) {
        return place;
      }
      if (owner == SHARED && words.get(place + 1) - now > 0) {
        shared = place;
      }
    }
    return shared;
  }

  private int claim(long mark, long now) {
    int stripe = bucket(mark) / (WAYS * WORDS) % LOCKS;
    synchronized (locks[stripe]) {
      int found = seek(mark, now);
      if (found >= 0) {
        return found;
      }
      long moment = latest(stripe, now);
      int place = least(bucket(mark), moment);
      if (words.get(place) != EMPTY && words.get(place + 1) - moment > 0) {
        words.set(place, SHARED);
      } else {
        takeOver(place, mark, moment);
      }
      return place;
    }
  }

  /** While it changes hands a place is nobody's: whoever charges it for its old owner notices and looks again. */
  private void takeOver(int place, long mark, long moment) {
    long owner = words.getAndSet(place, NOBODYS);
    long before = words.get(place + 1);
    boolean free = owner == EMPTY || before - moment <= 0;
    boolean taken = free && words.compareAndSet(place + 1, before, moment);
    words.set(place, taken ? mark : owner);
  }

  /**
   * Returns the latest moment at which a debt may have been forgotten here: whoever has read the clock before that, and was
   * held up since, must not take it for the present. A clock that was set back begins anew.
   */
  private long latest(int stripe, long now) {
    long behind = latest[stripe] - now;
    latest[stripe] = behind > 0 && behind < JUMP_NANOS ? latest[stripe] : now;
    return latest[stripe];
  }

  /** Returns an empty place, or else the one that is or will be free first. */
  private int least(int first, long now) {
    int least = first;
    for (int place = first; place < first + WAYS * WORDS; place += WORDS) {
      if (words.get(place) == EMPTY) {
        return place;
      }
      if (words.get(place + 1) - now < words.get(least + 1) - now) {
        least = place;
      }
    }
    return least;
  }

  private boolean isFor(int place, long mark) {
    long owner = words.get(place);
    return owner == mark || owner == SHARED;
  }

  private int bucket(long mark) {
    return (int) ((mark >>> 32) & lastBucket) * WAYS * WORDS;
  }
}
