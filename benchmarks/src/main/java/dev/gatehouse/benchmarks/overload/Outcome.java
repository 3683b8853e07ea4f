package dev.gatehouse.benchmarks.overload;

import dev.gatehouse.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one login under load ended.
 *
 * @param status of the answer; 0 if there was none
 * @param retryAfter the header of that name
 */
record Outcome(int status, Optional<String> retryAfter, Duration took) {

  static Outcome of(@Nullable HttpResponse response, Duration took) {
    return response == null
        ? new Outcome(0, Optional.empty(), took)
        : new Outcome(response.status(), response.header("Retry-After"), took);
  }

  boolean signedIn() {
    return status == 200;
  }

  /** Tells whether the caller was sent away in the agreed way. */
  boolean busy() {
    return status == 503
        && retryAfter.filter(seconds -> seconds.matches("[1-9][0-9]{0,3}")).isPresent();
  }
}
