package dev.gatehouse.token;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key whose material is read, and found sound, when it is first used: that loads the cryptography, which the start of an
 * application does not wait for. One that is not sound signs nothing and verifies nothing.
 */
final class LazyKey implements JwsKey {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

  private final String kid;
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable Supplier<JwsKey> material;
  private volatile @Nullable JwsKey read;

  /**
   * Takes a key by its name.
   *
   * @param material reads it, once; an exception tells that it is not sound
   */
  LazyKey(String kid, Supplier<JwsKey> material) {
    this.kid = kid;
    this.material = material;
  }

  @Override
  public byte[] sign(byte[] input) {
    return key().sign(input);
  }

  @Override
  public boolean verify(byte[] input, int length, byte[] signature) {
    return key().verify(input, length, signature);
  }

  @Override
  public boolean isSound() {
    return key().isSound();
  }

  private JwsKey key() {
    JwsKey known = read;
    return known != null ? known : readOnce();
  }

  private JwsKey readOnce() {
    reading.lock();
    try {
      JwsKey known = read;
      if (known == null) {
        known = tried(material);
        read = known;
        // The JWK was of use for this only, and holds the secret too.
        material = null;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  private JwsKey tried(@Nullable Supplier<JwsKey> unread) {
    try {
      return Objects.requireNonNull(unread).get();
    } catch (RuntimeException e) {
      UnsoundKey unsound = new UnsoundKey(
          "signing key " + kid + " is not usable: " + e.getMessage() + "; disable it");
      log.error(unsound.reason());
      return unsound;
    }
  }
}
