package dev.gatehouse.testkit.memory;

import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.otp.TotpDevice;
import dev.gatehouse.otp.TotpStore;
import dev.gatehouse.principal.TotpDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The model of {@link TotpStore}. */
final class InMemoryTotpStore implements TotpStore {
  private final Memory memory;
  private final Table<TotpDeviceId, TotpDevice> devices;
  private final Table<UserId, Tries> tries;

  /** How often the pending device of an account was tried. */
  private record Tries(TotpDeviceId device, int count) {}

  InMemoryTotpStore(Memory memory) {
    this.memory = memory;
    this.devices = new Table<>(memory);
    this.tries = new Table<>(memory);
  }

  @Override
  public void begin(TotpDevice pending) {
    memory.run(() -> {
      devices
          .where(device -> device.user().equals(pending.user()) && !device.isActive())
          .forEach(before -> devices.remove(before.id()));
      devices.put(pending.id(), pending);
    });
  }

  @Override
  public List<TotpDevice> list(UserId user) {
    return memory.call(() -> devices.where(device -> device.user().equals(user)).stream()
        .sorted(Comparator.comparing(TotpDevice::createdAt))
        .toList());
  }

  @Override
  public boolean reserveTry(UserId user, TotpDeviceId id, int most) {
    return memory.call(() -> {
      int before = tries
          .get(user)
          .filter(tried -> tried.device().equals(id))
          .map(Tries::count)
          .orElse(0);
      boolean granted = before < most
          && devices
              .get(id)
              .filter(device -> device.user().equals(user) && !device.isActive())
              .isPresent();
      if (granted) {
        tries.put(user, new Tries(id, before + 1));
      }
      return granted;
    });
  }

  @Override
  public boolean confirm(UserId user, TotpDeviceId id, long step, int most, Instant now) {
    return memory.call(() -> {
      long active = list(user).stream().filter(TotpDevice::isActive).count();
      return change(
          id,
          device -> device.user().equals(user)
              && !device.isActive()
              && now.isBefore(device.expiresAt())
              && active < most,
          device -> with(device, device.secret(), step, Optional.of(now), Optional.of(now)));
    });
  }

  @Override
  public boolean advanceStep(UserId user, TotpDeviceId id, long step, Instant now) {
    return change(
        id,
        device -> device.user().equals(user) && device.isActive() && device.lastStep() < step,
        device -> with(device, device.secret(), step, device.confirmedAt(), Optional.of(now)));
  }

  @Override
  public boolean reseal(TotpDeviceId id, Sealed before, Sealed after) {
    return change(
        id,
        device -> device.secret().equals(before),
        device ->
            with(device, after, device.lastStep(), device.confirmedAt(), device.lastUsedAt()));
  }

  @Override
  public boolean remove(UserId user, TotpDeviceId id) {
    return memory.call(() -> devices.removeWhere(
            device -> device.id().equals(id) && device.user().equals(user) && device.isActive(), 1)
        == 1);
  }

  @Override
  public int removeAll(UserId user) {
    return memory.call(() -> {
      List<TotpDevice> doomed = list(user);
      doomed.forEach(device -> devices.remove(device.id()));
      return (int) doomed.stream().filter(TotpDevice::isActive).count();
    });
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return memory.call(() -> devices.removeWhere(
        device -> !device.isActive() && device.expiresAt().isBefore(cutoff), limit));
  }

  private boolean change(
      TotpDeviceId id, Predicate<TotpDevice> condition, UnaryOperator<TotpDevice> change) {
    return memory.call(() -> {
      Optional<TotpDevice> changed = devices.get(id).filter(condition).map(change);
      changed.ifPresent(device -> devices.put(id, device));
      return changed.isPresent();
    });
  }

  private static TotpDevice with(
      TotpDevice device,
      Sealed secret,
      long lastStep,
      Optional<Instant> confirmedAt,
      Optional<Instant> lastUsedAt) {
    return new TotpDevice(
        device.id(),
        device.user(),
        device.name(),
        secret,
        lastStep,
        device.createdAt(),
        device.expiresAt(),
        confirmedAt,
        lastUsedAt);
  }
}
