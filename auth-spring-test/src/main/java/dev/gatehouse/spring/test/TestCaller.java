package dev.gatehouse.spring.test;

import dev.gatehouse.crypto.Secret;
import java.util.Optional;

/** Whose access token the requests of a test carry: per thread, so that tests may run side by side. */
final class TestCaller {
  private final ThreadLocal<Secret> token = new ThreadLocal<>();

  void become(Secret accessToken) {
    token.set(accessToken);
  }

  void nobody() {
    token.remove();
  }

  Optional<Secret> accessToken() {
    return Optional.ofNullable(token.get());
  }
}
