package dev.gatehouse.throttle;

/** What stands for a key in a table: 64 bits that nobody can foretell who does not know the seeds. */
record Marks(long seed, long otherSeed) {
  /** No mark is one of the numbers from 0 to this one. */
  static final long RESERVED = 2;

  private static final long KINDS_APART = 0x9E3779B97F4A7C15L;

  /** Each half goes through a bijection, so that no two addresses of a kind, which have one half only, share a mark. */
  long of(LimitKey key) {
    long kind = key.kind().name().hashCode() * KINDS_APART;
    long mark = mixed((mixed(key.high() ^ seed) + key.low() + kind) ^ otherSeed);
    return mark >= 0 && mark <= RESERVED ? mark + RESERVED + 1 : mark;
  }

  private static long mixed(long bits) {
    long one = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    long two = (one ^ (one >>> 27)) * 0x94D049BB133111EBL;
    return two ^ (two >>> 31);
  }
}
