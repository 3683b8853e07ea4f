package dev.gatehouse.token;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key whose material is read, and found sound, when it is first used: that loads the cryptography, which the start of an
 * application does not wait for. One that is not sound signs nothing and verifies nothing.
 */
final class LateKey implements JwsKey {
  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

  private final String kid;
  private final Supplier<JwsKey> material;
  private volatile @Nullable JwsKey read;

  /**
   * Takes a key by its name.
   *
   * @param material reads it; an IllegalArgumentException tells that it is not sound
   */
  LateKey(String kid, Supplier<JwsKey> material) {
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

  /** Reads the key if nobody has. */
  void warmUp() {
    JwsKey unused = key();
  }

  /** Returns the key; whoever comes for the first time at the same moment reads it too. */
  private JwsKey key() {
    JwsKey known = read;
    if (known == null) {
      known = readNow();
      read = known;
    }
    return known;
  }

  private JwsKey readNow() {
    try {
      return material.get();
    } catch (IllegalArgumentException e) {
      UnsoundKey unsound = new UnsoundKey(
          "signing key " + kid + " is not usable: " + e.getMessage() + "; disable it");
      log.error(unsound.reason());
      return unsound;
    }
  }
}
