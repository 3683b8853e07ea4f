package dev.gatehouse.crypto;

import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 for hot paths: its engines are used again, because making one costs as much as hashing a hundred bytes. Safe
 * for use by many threads, virtual ones too.
 */
public final class Sha256 {
  private static final int STRIPES = 64;
  /** Neighbouring stripes would share a cache line. */
  private static final int SPACING = 16;

  private final AtomicReferenceArray<@Nullable MessageDigest> idle =
      new AtomicReferenceArray<>(STRIPES * SPACING);

  /** Starts without an engine. */
  public Sha256() {}

  /** Digests bytes. */
  public Digest digest(byte[] bytes) {
    int stripe = (int) (Thread.currentThread().getId() % STRIPES) * SPACING;
    // Taken out while it is in use: whoever shares the stripe finds nothing and makes its own.
    MessageDigest engine = idle.getAndSet(stripe, null);
    if (engine == null) {
      engine = Digest.engine();
    }
    Digest digest = new Digest(engine.digest(bytes));
    idle.setRelease(stripe, engine);
    return digest;
  }
}
