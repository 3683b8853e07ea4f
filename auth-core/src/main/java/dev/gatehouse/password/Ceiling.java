package dev.gatehouse.password;

/**
 * The most that a stored hash may cost. Each bound is about one second on a machine that needs 35 ms for the default
 * Argon2id, and none needs more than 128 MiB: far above what frameworks choose, far below what hurts when a hash was
 * planted.
 */
final class Ceiling {
  static final int ARGON2_ITERATIONS = 10;
  static final int ARGON2_PARALLELISM = 16;
  static final int BCRYPT_COST = 14;
  static final int PBKDF2_ITERATIONS = 2_000_000;
  static final int MEMORY_KIB = 131_072;
  static final int SALT_BYTES = 64;
  static final int DIGEST_BYTES = 64;

  private static final int LEAST_SALT_BYTES = 8;
  private static final int LEAST_DIGEST_BYTES = 16;
  private static final int ARGON2_KIB_PASSES = 524_288;
  private static final int SCRYPT_LOG_N = 17;
  private static final int SCRYPT_BLOCK_SIZE = 8;
  private static final int SCRYPT_PARALLELISM = 10;
  private static final long SCRYPT_WORK = 1L << 20;

  private Ceiling() {}

  static boolean allowsArgon2(int memoryKib, int iterations, int parallelism) {
    return memoryKib >= 8 * parallelism
        && memoryKib <= MEMORY_KIB
        && iterations >= 1
        && iterations <= ARGON2_ITERATIONS
        && parallelism >= 1
        && parallelism <= ARGON2_PARALLELISM
        && (long) memoryKib * iterations <= ARGON2_KIB_PASSES;
  }

  static boolean allowsScrypt(int logN, int blockSize, int parallelism) {
    return logN >= 1
        && logN <= SCRYPT_LOG_N
        && blockSize >= 1
        && blockSize <= SCRYPT_BLOCK_SIZE
        // Bouncy Castle's own condition, RFC 7914 section 2: N < 2^(128 * r / 8).
        && (blockSize > 1 || logN < 16)
        && parallelism >= 1
        && parallelism <= SCRYPT_PARALLELISM
        // Every OWASP choice fits: 2^17*8*1, 2^16*8*2, 2^15*8*3, 2^14*8*5, 2^13*8*10.
        && (1L << logN) * blockSize * parallelism <= SCRYPT_WORK;
  }

  static boolean allowsSizes(int saltBytes, int digestBytes) {
    return saltBytes >= LEAST_SALT_BYTES
        && saltBytes <= SALT_BYTES
        && digestBytes >= LEAST_DIGEST_BYTES
        && digestBytes <= DIGEST_BYTES;
  }
}
