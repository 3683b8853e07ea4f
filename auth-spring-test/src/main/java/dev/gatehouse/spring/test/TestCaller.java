package dev.gatehouse.spring.test;

import dev.gatehouse.crypto.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whose access token the requests of a test carry: per thread, so that tests may run side by side. */
final class TestCaller {
  private final Map<Thread, Secret> tokens = new ConcurrentHashMap<>();

  void become(Secret accessToken) {
    tokens.put(Thread.currentThread(), accessToken);
  }

  void nobody() {
    tokens.remove(Thread.currentThread());
  }

  Optional<Secret> accessToken() {
    return Optional.ofNullable(tokens.get(Thread.currentThread()));
  }
}
