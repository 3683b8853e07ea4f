package dev.gatehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.CapturedMail;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class StartTest {
  private final List<Recorded> heard = new CopyOnWriteArrayList<>();

  /** What became of one broadcast that a storage handed out. */
  private static final class Recorded implements Invalidations {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @Override
    public void publish(Invalidation invalidation) {}

    @Override
    public void subscribe(Consumer<Invalidation> listener, Runnable reset) {
      calls.add("subscribe");
    }

    @Override
    public void awaitConnected() {
      calls.add("await");
    }

    @Override
    public void close() {}
  }

  /** In memory; each time it is asked for its broadcast it hands out another. */
  private Storage storage() {
    InMemoryStorage memory = InMemoryStorage.create();
    return (Storage) Proxy.newProxyInstance(
        getClass().getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
          if (!method.getName().equals("invalidations")) {
            return method.invoke(memory, arguments);
          }
          Recorded recorded = new Recorded();
          heard.add(recorded);
          return recorded;
        });
  }

  @Test
  void aNodeIsReadyOnceItHearsTheOthers() {
    Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(storage())
        .mailer(new CapturedMail())
        .build()
        .close();

    assertThat(heard)
        .filteredOn(one -> one.calls.contains("subscribe"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.calls).endsWith("subscribe", "await");
          assertThat(one.calls).containsOnlyOnce("await");
        });
  }

  @Test
  void whatWarmsUpChangesNothingAndMayBeDoneAgain() {
    InMemoryStorage storage = InMemoryStorage.create();
    try (Gatehouse gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh"))
        .storage(storage)
        .mailer(new CapturedMail())
        .build()) {
      gatehouse.warmUp();
      gatehouse.warmUp();

      assertThat(gatehouse.passwordHasher().evaluations()).isEqualTo(2);
      assertThat(storage.signingKeys().list()).hasSize(1);
    }
  }
}
