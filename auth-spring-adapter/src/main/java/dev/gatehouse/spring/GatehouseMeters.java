package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.cache.CacheCounts;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Subscription;
import dev.gatehouse.maintenance.TaskStatus;
import dev.gatehouse.token.SigningKeyStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the parts of a Gatehouse count, as meters. All are there from the start, so that a board shows 0 and not "no data";
 * every tag is a word of ours, never somebody's id, address or name. Reading them asks no backend.
 */
final class GatehouseMeters implements MeterBinder, AutoCloseable {
  private final Gatehouse gatehouse;
  private final Optional<SharedBackend> shared;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  GatehouseMeters(Gatehouse gatehouse, Optional<SharedBackend> shared) {
    this.gatehouse = gatehouse;
    this.shared = shared;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    events(registry);
    passwords(registry);
    lostBackends(registry);
    copies(registry);
    signingKeys(registry);
    gatehouse.maintenance().status().forEach(task -> task(registry, task.name()));
    shared.ifPresent(state -> redis(registry, state));
  }

  private void events(MeterRegistry registry) {
    Map<EventType, Counter> counters = new EnumMap<>(EventType.class);
    for (EventType type : EventType.values()) {
      counters.put(
          type,
          Counter.builder("gatehouse.events")
              .description("What happened, by type; the types are those of the audit trail")
              .tag("type", type.type())
              .register(registry));
    }
    subscriptions.add(gatehouse
        .events()
        .listen(event -> Objects.requireNonNull(counters.get(event.type())).increment()));
    count(
        registry,
        "gatehouse.events.dropped",
        "Denials that never reached the audit trail",
        all -> all.events().dropped());
    gauge(
        registry,
        "gatehouse.mail.waiting",
        "Mails that wait or are being sent",
        all -> all.mailQueue().waiting());
    count(
        registry,
        "gatehouse.api.key.usage.lost",
        "Uses of API keys that no count has",
        all -> all.apiKeyUsage().lost());
  }

  private void passwords(MeterRegistry registry) {
    count(
        registry,
        "gatehouse.password.hash",
        "Password hashes that were begun",
        all -> all.passwordHasher().evaluations());
    count(
        registry,
        "gatehouse.password.hash.rejected",
        "Callers who were refused because all hashers were busy",
        all -> all.passwordHasher().rejections());
    gauge(
        registry,
        "gatehouse.password.hash.active",
        "Password hashes under way",
        all -> all.passwordHasher().active());
    gauge(
        registry,
        "gatehouse.password.hash.waiting",
        "Callers who wait for a hasher",
        all -> all.passwordHasher().waiting());
  }

  private void lostBackends(MeterRegistry registry) {
    count(
        registry,
        "gatehouse.store.failures",
        "Requests refused because a backend did not answer",
        all -> all.degradation().storeFailures());
    String fallback = "gatehouse.shared.fallback";
    String what = "Limits that were decided without the shared store";
    count(
        registry,
        fallback,
        what,
        Tags.of("decision", "local"),
        all -> all.degradation().limits().local());
    count(
        registry,
        fallback,
        what,
        Tags.of("decision", "open"),
        all -> all.degradation().limits().open());
    count(
        registry,
        fallback,
        what,
        Tags.of("decision", "closed"),
        all -> all.degradation().limits().closed());
  }

  private void copies(MeterRegistry registry) {
    String name = "gatehouse.shared.copies";
    String what = "Questions to the cache that nodes share";
    count(
        registry, name, what, Tags.of("result", "hit"), all -> all.secondLevel().hits());
    count(
        registry,
        name,
        what,
        Tags.of("result", "miss"),
        all -> all.secondLevel().misses());
    count(
        registry,
        name,
        what,
        Tags.of("result", "rejected"),
        all -> all.secondLevel().rejected());
    count(
        registry,
        name,
        what,
        Tags.of("result", "failure"),
        all -> all.secondLevel().failures());
    cache(registry, "api_keys", all -> all.apiKeyVerifier().counts());
    cache(registry, "role_assignments", all -> all.access().status().subjects());
    cache(registry, "roles", all -> all.access().status().graphs());
  }

  private void cache(
      MeterRegistry registry, String cache, Function<Gatehouse, CacheCounts> counts) {
    String name = "gatehouse.cache";
    String what = "Questions to the copies of this node";
    Tags tags = Tags.of("cache", cache);
    count(
        registry,
        name,
        what,
        tags.and("result", "hit"),
        all -> counts.apply(all).hits());
    count(
        registry,
        name,
        what,
        tags.and("result", "load"),
        all -> counts.apply(all).loads());
    count(
        registry,
        "gatehouse.cache.invalidations",
        "Calls that made this node forget copies",
        tags,
        all -> counts.apply(all).invalidations());
  }

  private void signingKeys(MeterRegistry registry) {
    Gauge.builder("gatehouse.signing.key.age", gatehouse, all -> {
          SigningKeyStatus status = all.signingKeys().status();
          return seconds(status.since().map(since -> Duration.between(since, status.at())));
        })
        .description("How long the present key has been signing")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("gatehouse.signing.key.remaining", gatehouse, all -> {
          SigningKeyStatus status = all.signingKeys().status();
          return seconds(status.until().map(until -> Duration.between(status.at(), until)));
        })
        .description("How long the present key will sign; not a number if no key signs")
        .baseUnit("seconds")
        .register(registry);
  }

  private static double seconds(Optional<Duration> time) {
    return time.map(some -> some.toMillis() / 1000.0).orElse(Double.NaN);
  }

  private void task(MeterRegistry registry, String task) {
    Tags tags = Tags.of("task", task);
    count(
        registry,
        "gatehouse.maintenance.runs",
        "Turns of scheduled work on this node, failures included",
        tags,
        all -> status(all, task).map(TaskStatus::runs).orElse(0L));
    count(
        registry,
        "gatehouse.maintenance.failures",
        "Turns of scheduled work that failed on this node",
        tags,
        all -> status(all, task).map(TaskStatus::failures).orElse(0L));
  }

  private static Optional<TaskStatus> status(Gatehouse all, String task) {
    return all.maintenance().status().stream()
        .filter(one -> one.name().equals(task))
        .findFirst();
  }

  private static void redis(MeterRegistry registry, SharedBackend state) {
    Gauge.builder("gatehouse.redis.answering", state, one -> one.status().answering() ? 1 : 0)
        .description("0 while Redis is not asked because it did not answer")
        .register(registry);
    FunctionCounter.builder(
            "gatehouse.redis.failures", state, one -> one.status().failures())
        .description("Calls of Redis without an answer")
        .register(registry);
    FunctionCounter.builder("gatehouse.redis.unsent", state, one -> one.status().unsent())
        .description("Changes that other nodes learned of by their lease only")
        .register(registry);
  }

  private void count(
      MeterRegistry registry, String name, String what, ToDoubleFunction<Gatehouse> value) {
    count(registry, name, what, Tags.empty(), value);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String what,
      Tags tags,
      ToDoubleFunction<Gatehouse> value) {
    FunctionCounter.builder(name, gatehouse, value).description(what).tags(tags).register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<Gatehouse> value) {
    Gauge.builder(name, gatehouse, value).description(what).register(registry);
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}
