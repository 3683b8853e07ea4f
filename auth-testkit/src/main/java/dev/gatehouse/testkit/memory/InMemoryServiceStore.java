package dev.gatehouse.testkit.memory;

import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.service.SecretRotation;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.service.ServiceStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The model of {@link ServiceStore}. */
final class InMemoryServiceStore implements ServiceStore {
  private final Memory memory;
  private final Table<ServiceId, ServiceRecord> services;

  InMemoryServiceStore(Memory memory) {
    this.memory = memory;
    this.services = new Table<>(memory);
  }

  @Override
  public boolean insert(ServiceRecord service) {
    return memory.call(() -> {
      boolean free =
          services.where(other -> other.name().equals(service.name())).isEmpty();
      if (free) {
        services.put(service.id(), service);
      }
      return free;
    });
  }

  @Override
  public Optional<ServiceRecord> find(ServiceId id) {
    return memory.call(() -> services.get(id));
  }

  @Override
  public List<ServiceRecord> list(Optional<ServiceId> after, int limit) {
    String start = after.map(ServiceId::toString).orElse("");
    // The text form sorts as a database sorts ids; UUID.compareTo does not.
    return memory.call(() -> services.all().stream()
        .filter(service -> service.id().toString().compareTo(start) > 0)
        .sorted(Comparator.comparing(service -> service.id().toString()))
        .limit(limit)
        .toList());
  }

  @Override
  public Optional<ServiceRecord> rotate(SecretRotation rotation) {
    return change(
        rotation.service(),
        service -> !hasPrevious(service, rotation.now()),
        service -> ServiceChange.rotated(service, rotation));
  }

  @Override
  public Optional<ServiceRecord> replace(SecretRotation rotation) {
    return change(
        rotation.service(), service -> true, service -> ServiceChange.replaced(service, rotation));
  }

  @Override
  public boolean endPrevious(ServiceId id, Instant now) {
    return change(id, service -> hasPrevious(service, now), ServiceChange::withoutPrevious)
        .isPresent();
  }

  @Override
  public Optional<ServiceRecord> changeAudiences(ServiceId id, Set<String> audiences) {
    return change(id, service -> true, service -> ServiceChange.withAudiences(service, audiences));
  }

  @Override
  public Optional<ServiceRecord> changeStatus(ServiceId id, boolean enabled) {
    return change(
        id,
        service -> service.enabled() != enabled,
        service -> ServiceChange.withStatus(service, enabled));
  }

  @Override
  public boolean advanceEpoch(ServiceId id, long epoch) {
    return change(id, service -> service.epoch() == epoch, ServiceChange::inNextEpoch)
        .isPresent();
  }

  @Override
  public Optional<ServiceRecord> delete(ServiceId id) {
    return memory.call(() -> {
      Optional<ServiceRecord> deleted = services.get(id);
      deleted.ifPresent(service -> services.remove(id));
      return deleted;
    });
  }

  private Optional<ServiceRecord> change(
      ServiceId id, Predicate<ServiceRecord> condition, UnaryOperator<ServiceRecord> change) {
    return memory.call(() -> {
      Optional<ServiceRecord> changed = services.get(id).filter(condition).map(change);
      changed.ifPresent(service -> services.put(id, service));
      return changed;
    });
  }

  private static boolean hasPrevious(ServiceRecord service, Instant now) {
    return service.previous().filter(old -> now.isBefore(old.endsAt())).isPresent();
  }
}
