package dev.gatehouse.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.Storage;

/** Units of work that are rolled back. */
final class Failing {
  private Failing() {}

  /** Runs the work in a unit that fails after it. */
  static void unit(Storage storage, Runnable work) {
    IllegalStateException failure = new IllegalStateException("rolls the unit back");
    assertThatThrownBy(() -> storage.transactions().run(() -> {
          work.run();
          throw failure;
        }))
        .isSameAs(failure);
  }
}
