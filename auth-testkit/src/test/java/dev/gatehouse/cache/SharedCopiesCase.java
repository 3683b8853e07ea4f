package dev.gatehouse.cache;

import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.memory.InMemorySharedCache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Two nodes that share copies of one truth; time stands still until a test moves it. */
abstract class SharedCopiesCase {
  static final Secret SECRET = Secret.of("dGVzdHMgb25seTogMDEyMzQ1Njc4OSBhYmNkZWZnaCEh");
  static final Secret OTHER = Secret.of("c2l4dGVlbiBieXRlcyBhcmUgbm90IGVub3VnaCBoZXJlIQ==");
  static final Duration LEASE = Duration.ofSeconds(5);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final Invalidation SESSION = new Invalidation(Invalidation.Kind.SESSION, "ses_1");
  static final Invalidation ANN = new Invalidation(Invalidation.Kind.USER, "usr_ann");

  final AtomicLong nanos = new AtomicLong();
  final SettableClock clock = new SettableClock();
  final InMemorySharedCache cache = new InMemorySharedCache(nanos::get);
  final Node here = new Node(cache, SECRET, clock);
  final Node there = new Node(cache, SECRET, clock);
  String truth = "old";
  int asked;

  /** One node: its second level, and what it shares. */
  final class Node {
    final SecondLevel level;
    final SharedCopies<String> copies;

    Node(SharedCache shared, Secret secret, SettableClock wall) {
      RandomSource random = RandomSource.secure();
      this.level = new SecondLevel(
          Optional.of(shared), new KeyRing(secret, List.of(), random), random, wall, nanos::get);
      this.copies = level.copies(new TextForm("text/1"), LEASE);
    }

    Aged<String> ask() {
      return ask(SharedCopiesCase.this::store);
    }

    Aged<String> ask(Supplier<String> store) {
      return copies.get(List.of(SESSION, ANN), store);
    }
  }

  String store() {
    asked++;
    return truth;
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    clock.advance(time);
  }

  String held() {
    return cache.read(List.of(SecondLevel.name(SESSION)), "?x", MINUTE).get(0).text();
  }
}
