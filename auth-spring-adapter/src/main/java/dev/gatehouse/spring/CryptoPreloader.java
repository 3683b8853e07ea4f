package dev.gatehouse.spring;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;

/**
 * Loads cryptography beside the start of the application. Bouncy Castle's jar is signed: its first class costs the check of
 * some megabytes of digests, which the main thread would wait for. Nothing depends on this; whatever fails here
 * fails again, and is told, where the class is used.
 */
final class CryptoPreloader implements ApplicationListener<ApplicationStartingEvent> {
  /** What the first key of an application touches. */
  static final List<String> CLASSES = List.of(
      "org.bouncycastle.crypto.digests.SHA256Digest", "org.bouncycastle.math.ec.rfc8032.Ed25519");

  @Override
  public void onApplicationEvent(ApplicationStartingEvent event) {
    start(Runtime.getRuntime().availableProcessors(), NativeDetector.inNativeImage());
  }

  /** Returns the thread; none where it would only be in the way of the main one, or nothing is loaded at run time. */
  static Optional<Thread> start(int processors, boolean nativeImage) {
    if (processors < 2 || nativeImage) {
      return Optional.empty();
    }
    Thread thread = new Thread(() -> CLASSES.forEach(CryptoPreloader::load), "gatehouse-preload");
    thread.setDaemon(true);
    thread.start();
    return Optional.of(thread);
  }

  private static void load(String name) {
    try {
      Class.forName(name, true, CryptoPreloader.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // Told where it is used.
      return;
    }
  }
}
