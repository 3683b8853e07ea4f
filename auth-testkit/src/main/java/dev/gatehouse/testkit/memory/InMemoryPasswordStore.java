package dev.gatehouse.testkit.memory;

import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.password.PasswordStore;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/** The model of {@link PasswordStore}. */
final class InMemoryPasswordStore implements PasswordStore {
  private final Memory memory;
  private final Table<UserId, PasswordHash> hashes;

  InMemoryPasswordStore(Memory memory) {
    this.memory = memory;
    this.hashes = new Table<>(memory);
  }

  @Override
  public Optional<String> settings(UserId user) {
    return memory.call(() -> hashes.get(user).map(PasswordHash::settings));
  }

  @Override
  public boolean matches(UserId user, PasswordHash candidate) {
    return memory.call(() -> hashes.get(user).filter(candidate::equals).isPresent());
  }

  @Override
  public void put(UserId user, PasswordHash hash, Instant at) {
    memory.run(() -> hashes.put(user, hash));
  }

  @Override
  public boolean replace(UserId user, PasswordHash expected, PasswordHash replacement, Instant at) {
    return memory.call(() -> {
      boolean expectedOne = matches(user, expected);
      if (expectedOne) {
        hashes.put(user, replacement);
      }
      return expectedOne;
    });
  }

  @Override
  public void delete(UserId user) {
    memory.run(() -> hashes.remove(user));
  }
}
