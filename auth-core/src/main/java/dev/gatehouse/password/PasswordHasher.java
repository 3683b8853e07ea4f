package dev.gatehouse.password;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes password hashes: new ones as Argon2id over a peppered password, imported ones as their origin did. At most
 * {@code maxConcurrent} run at once; whoever cannot have its turn within {@code maxWait} is refused with BUSY and a
 * Retry-After. Safe for use by many threads, virtual ones too: hashes run on platform threads of the hasher.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>The pepper is HMAC-SHA-256 of the password under a key of the {@link KeyRing}, whose id is part of the settings:
 * a stolen table alone cannot be tried against guesses, older secrets of the ring still verify, and a hash whose
 * secret is gone matches nothing. Settings that are malformed, unknown or dearer than the ceiling cost as much as
 * a wrong password and match nothing. Block memory is wiped after each hash. The password itself is a {@link Secret}
 * and lives on the heap until it is collected.
 */
public final class PasswordHasher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PasswordHasher.class);
  private static final String PEPPER = "pepper";
  private static final int SALT_BYTES = 16;

  private final HashSettings settings;
  private final KeyRing pepperRing;
  private final RandomSource random;
  private final HashPool pool;

  /** Builds a hasher; it starts its threads when they are first needed. */
  public PasswordHasher(HashSettings settings, KeyRing pepperRing, RandomSource random) {
    if (settings.isForTests()) {
      LOG.warn("Passwords are hashed with HashSettings.insecureForTests(): they are not protected");
    }
    this.settings = settings;
    this.pepperRing = pepperRing;
    this.random = random;
    this.pool = new HashPool(settings);
  }

  /**
   * Hashes a password with the current parameters, the current pepper and a new salt.
   *
   * @throws AuthException BUSY if no turn came in time
   * @throws IllegalArgumentException if it is not text: see {@link PasswordRules#normalize}
   */
  public PasswordHash hash(Secret password) {
    return compute(fresh(), password);
  }

  /**
   * Hashes a password with stored settings, so that the result can be compared with the stored hash. If the settings
   * cannot be used, it does the work of {@link #dummy} and returns a hash that matches nothing.
   *
   * @throws AuthException BUSY if no turn came in time
   */
  public PasswordHash compute(String stored, Secret password) {
    return usable(stored).map(scheme -> compute(scheme, password)).orElseGet(() -> dummy(password));
  }

  /**
   * Does the work of a login for an account that does not exist or has no password: the current parameters, and a
   * result that matches nothing.
   *
   * @throws AuthException BUSY if no turn came in time
   */
  public PasswordHash dummy(Secret password) {
    return hash(password);
  }

  /**
   * Loads what hashes are computed with, by a hash of eight KiB, so that the first login does not wait for it.
   *
   * @throws AuthException BUSY if no turn came in time
   */
  public void warmUp() {
    Salt salt = Salt.of(random.bytes(SALT_BYTES));
    String unused = run(Argon2.least(pepperRing.currentKeyId(), salt), Secret.of("nobody's"));
  }

  /** Tells whether a hash with these settings would be made differently today. */
  public boolean needsRehash(String stored) {
    return Scheme.parse(stored).filter(this::isCurrent).isEmpty();
  }

  /** Returns how many hashes are being computed: never more than {@code maxConcurrent}. */
  public int active() {
    return pool.active();
  }

  /** Returns how many callers wait for their turn. */
  public int waiting() {
    return pool.waiting();
  }

  /** Returns how many hashes were begun, dummies included. */
  public long evaluations() {
    return pool.evaluations();
  }

  /** Returns how many callers were refused with BUSY. */
  public long rejections() {
    return pool.rejections();
  }

  /** Lets running hashes end and refuses new ones with an IllegalStateException. */
  @Override
  public void close() {
    pool.close();
  }

  /** Returns settings that are understood, affordable, and whose secret is still in the ring. */
  Optional<Scheme> usable(String stored) {
    return Scheme.parse(stored)
        .filter(scheme -> scheme.keyId().map(pepperRing::knows).orElse(true));
  }

  PasswordHash compute(Scheme scheme, Secret password) {
    return new PasswordHash(scheme.settings(), run(scheme, password));
  }

  /** Tells whether a new hash would be made in the same way. */
  boolean isCurrent(Scheme scheme) {
    return scheme instanceof Argon2 argon2 && argon2.isCurrent(settings, pepperRing.currentKeyId());
  }

  RandomSource random() {
    return random;
  }

  private Scheme fresh() {
    return Argon2.fresh(settings, pepperRing.currentKeyId(), Salt.of(random.bytes(SALT_BYTES)));
  }

  private String run(Scheme scheme, Secret password) {
    return pool.run(scheme.memoryKib(), memory -> {
      byte[] input = input(scheme, password);
      try {
        return scheme.digest(input, memory);
      } finally {
        Arrays.fill(input, (byte) 0);
      }
    });
  }

  private byte[] input(Scheme scheme, Secret password) {
    byte[] text = utf8(password);
    return scheme.keyId().map(id -> pepper(id, text)).orElse(text);
  }

  private byte[] pepper(String keyId, byte[] text) {
    try {
      return pepperRing
          .macUnder(keyId, PEPPER, text)
          .orElseThrow(() -> new IllegalStateException("the secret left the ring"));
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Strict, because a lone surrogate turned into a question mark would make different passwords equal. */
  private static byte[] utf8(Secret password) {
    String text = password.reveal();
    if (!PasswordText.isText(text)) {
      throw new IllegalArgumentException("a password must be text: normalize it first");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
