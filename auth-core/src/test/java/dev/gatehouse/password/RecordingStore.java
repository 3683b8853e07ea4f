package dev.gatehouse.password;

import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store in this process that writes down which calls it had. */
final class RecordingStore implements PasswordStore {
  final Map<UserId, PasswordHash> hashes = new ConcurrentHashMap<>();
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<UserId> asked = new CopyOnWriteArrayList<>();

  /** What happens once, right after settings were handed out. */
  Runnable afterSettings = () -> {};

  @Override
  public Optional<String> settings(UserId user) {
    calls.add("settings");
    asked.add(user);
    Optional<String> settings = Optional.ofNullable(hashes.get(user)).map(PasswordHash::settings);
    afterSettings.run();
    return settings;
  }

  @Override
  public boolean matches(UserId user, PasswordHash candidate) {
    calls.add("matches");
    asked.add(user);
    return candidate.equals(hashes.get(user));
  }

  @Override
  public void put(UserId user, PasswordHash hash, Instant at) {
    calls.add("put");
    hashes.put(user, hash);
  }

  @Override
  public boolean replace(UserId user, PasswordHash expected, PasswordHash replacement, Instant at) {
    calls.add("replace");
    return hashes.replace(user, expected, replacement);
  }

  @Override
  public void delete(UserId user) {
    calls.add("delete");
    hashes.remove(user);
  }
}
