package dev.gatehouse.benchmarks.overload;

import dev.gatehouse.password.PasswordHasher;
import java.util.concurrent.locks.LockSupport;

/** The most hashes that were seen to run at once, looked at every tenth of a millisecond. */
final class PeakHashes {
  private static final long PAUSE_NANOS = 100_000;

  private final PasswordHasher hasher;
  private final Thread watcher;
  private volatile boolean watching = true;
  private volatile int most;

  PeakHashes(PasswordHasher hasher) {
    this.hasher = hasher;
    this.watcher = new Thread(this::watch, "peak-hashes");
    watcher.start();
  }

  int stop() throws InterruptedException {
    watching = false;
    watcher.join();
    return most;
  }

  private void watch() {
    while (watching) {
      most = Math.max(most, hasher.active());
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
