package dev.gatehouse.testkit.memory;

import dev.gatehouse.account.User;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.otp.TrustedDevice;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The model of {@link TrustedDeviceStore}. */
final class InMemoryTrustedDeviceStore implements TrustedDeviceStore {
  private static final int LIST_LIMIT = 100;

  private final Memory memory;
  private final Table<UserId, User> users;
  private final Table<TrustedDeviceId, TrustedDevice> devices;

  InMemoryTrustedDeviceStore(Memory memory, Table<UserId, User> users) {
    this.memory = memory;
    this.users = users;
    this.devices = new Table<>(memory);
  }

  @Override
  public void insert(TrustedDevice device, int most) {
    memory.run(() -> {
      devices.put(device.id(), device);
      devices.where(other -> other.user().equals(device.user())).stream()
          .filter(other -> !other.id().equals(device.id()))
          .sorted(Comparator.comparing(TrustedDevice::epoch)
              .thenComparing(TrustedDevice::createdAt)
              .reversed())
          .skip(most - 1L)
          .forEach(oldest -> devices.remove(oldest.id()));
    });
  }

  @Override
  public boolean use(UserId user, Digest digest, Instant now) {
    return memory.call(() -> {
      List<TrustedDevice> found = devices.where(device ->
          device.digest().equals(digest) && device.user().equals(user) && isTrusted(device, now));
      found.forEach(device -> devices.put(device.id(), usedAt(device, now)));
      return !found.isEmpty();
    });
  }

  @Override
  public List<TrustedDevice> list(UserId user, Instant now) {
    return memory.call(() ->
        devices.where(device -> device.user().equals(user) && isTrusted(device, now)).stream()
            .sorted(Comparator.comparing(TrustedDevice::createdAt).reversed())
            .limit(LIST_LIMIT)
            .toList());
  }

  @Override
  public boolean remove(UserId user, TrustedDeviceId id) {
    return memory.call(() ->
        devices.removeWhere(device -> device.id().equals(id) && device.user().equals(user), 1)
            == 1);
  }

  @Override
  public int removeAll(UserId user) {
    return memory.call(
        () -> devices.removeWhere(device -> device.user().equals(user), Integer.MAX_VALUE));
  }

  @Override
  public int deleteExpired(Instant cutoff, int limit) {
    return memory.call(
        () -> devices.removeWhere(device -> device.expiresAt().isBefore(cutoff), limit));
  }

  private boolean isTrusted(TrustedDevice device, Instant now) {
    return now.isBefore(device.expiresAt())
        && users
            .get(device.user())
            .filter(user -> user.epoch() == device.epoch())
            .isPresent();
  }

  private static TrustedDevice usedAt(TrustedDevice device, Instant now) {
    return new TrustedDevice(
        device.id(),
        device.user(),
        device.digest(),
        device.epoch(),
        device.name(),
        device.address(),
        device.createdAt(),
        now,
        device.expiresAt());
  }
}
