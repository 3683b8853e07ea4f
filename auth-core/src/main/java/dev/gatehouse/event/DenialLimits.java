package dev.gatehouse.event;

import java.time.Duration;

/**
 * How denials wait for the trail.
 *
 * @param capacity how many may wait
 * @param batch how many are written at once, at most
 * @param linger how long the first of a batch waits for others
 * @param attempts how often one batch is offered to a failing store
 * @param retryWait the wait before the second attempt; each further one doubles it
 * @param closing how long the end waits for the trail
 */
record DenialLimits(
    int capacity, int batch, Duration linger, int attempts, Duration retryWait, Duration closing) {

  static DenialLimits defaults() {
    return new DenialLimits(
        10_000, 256, Duration.ofMillis(100), 6, Duration.ofMillis(250), Duration.ofSeconds(5));
  }
}
