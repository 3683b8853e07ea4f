package dev.gatehouse.password;

import java.time.Duration;

/**
 * What one password hash costs, and how many may run at once. New hashes are Argon2id with these parameters; no
 * combination below the OWASP minimums is accepted, nor one above 128 MiB or 524,288 KiB-passes, which is also the
 * ceiling for a stored hash.
 *
 * @param memoryKib memory of one hash, in KiB: at least 47104 for 1 iteration, 19456 for 2, 12288 for 3, 9216 for 4
 *     and 7168 for 5 or more
 * @param iterations passes over the memory, 1 to 10
 * @param parallelism lanes, 1 to 16; they run one after another, so more than 1 only makes a hash dearer
 * @param maxConcurrent hashes at once, 1 to 1024; the number of cores is best, more only adds memory
 * @param maxWait how long a caller waits for its turn before it is refused, 0 to 30 s
 */
public record HashSettings(
    int memoryKib, int iterations, int parallelism, int maxConcurrent, Duration maxWait) {
  private static final int[] LEAST_MEMORY_KIB = {47104, 19456, 12288, 9216, 7168};
  // An odd number, so that nobody arrives at it by writing MiB where KiB are meant.
  private static final int TEST_MEMORY_KIB = 61;
  private static final int WAITING_PER_SECOND = 20;

  /** Validates the bounds. */
  public HashSettings {
    require(
        iterations >= 1 && iterations <= Ceiling.ARGON2_ITERATIONS,
        "iterations must be between 1 and 10, was " + iterations);
    require(
        parallelism >= 1 && parallelism <= Ceiling.ARGON2_PARALLELISM,
        "parallelism must be between 1 and 16, was " + parallelism);
    require(
        Ceiling.allowsArgon2(memoryKib, iterations, parallelism),
        "memory must be at most 131072 KiB, and at most 524288 KiB times iterations, was "
            + memoryKib + " KiB with " + iterations + " iterations");
    require(
        isForTests(memoryKib, iterations) || memoryKib >= leastMemory(iterations),
        "memory must be at least " + leastMemory(iterations) + " KiB with " + iterations
            + " iterations (OWASP), was " + memoryKib);
    require(
        maxConcurrent >= 1 && maxConcurrent <= 1024,
        "maxConcurrent must be between 1 and 1024, was " + maxConcurrent);
    require(
        !maxWait.isNegative() && maxWait.compareTo(Duration.ofSeconds(30)) <= 0,
        "maxWait must be between 0 and 30 s, was " + maxWait);
  }

  /** Returns 19456 KiB, 2 iterations, 1 lane, as many at once as there are cores, nobody waiting longer than 2 s. */
  public static HashSettings defaults() {
    return new HashSettings(
        19456, 2, 1, Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(2));
  }

  /** Returns settings that cost nothing and protect nothing; a hasher built with them logs a warning. */
  public static HashSettings insecureForTests() {
    return new HashSettings(TEST_MEMORY_KIB, 1, 1, 4, Duration.ofSeconds(10));
  }

  boolean isForTests() {
    return isForTests(memoryKib, iterations);
  }

  /** Returns how many callers may wait: 20 per permit and second of patience, and never fewer than two per permit. */
  int maxWaiting() {
    long byPatience = maxWait.toMillis() * WAITING_PER_SECOND / 1000;
    return (int) (maxConcurrent * Math.max(2, byPatience));
  }

  private static boolean isForTests(int memoryKib, int iterations) {
    return memoryKib == TEST_MEMORY_KIB && iterations == 1;
  }

  private static int leastMemory(int iterations) {
    return LEAST_MEMORY_KIB[Math.min(iterations, LEAST_MEMORY_KIB.length) - 1];
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
