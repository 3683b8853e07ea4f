package dev.gatehouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in a list that counts how often it is asked, and can be made to fail. */
final class ListKeyStore implements SigningKeyStore {
  private final List<SigningKeyRecord> keys = new ArrayList<>();
  final AtomicInteger reads = new AtomicInteger();
  volatile boolean broken;

  @Override
  public synchronized List<SigningKeyRecord> list() {
    reads.incrementAndGet();
    failIfBroken();
    return List.copyOf(keys);
  }

  @Override
  public synchronized boolean rotate(
      String expectedNewest, SigningKeyRecord successor, Instant previousGoneAt) {
    failIfBroken();
    String newest = keys.isEmpty() ? "" : keys.get(keys.size() - 1).kid();
    if (!newest.equals(expectedNewest)) {
      return false;
    }
    keys.replaceAll(key ->
        key.algorithm() == successor.algorithm() && key.passiveAt().isAfter(successor.activeAt())
            ? ended(key, successor.activeAt(), earlier(key.goneAt(), previousGoneAt))
            : key);
    keys.add(successor);
    return true;
  }

  @Override
  public synchronized boolean disable(String kid, Instant now) {
    failIfBroken();
    boolean known = keys.stream().anyMatch(key -> key.kid().equals(kid));
    keys.replaceAll(key -> key.kid().equals(kid)
        ? ended(key, earlier(key.passiveAt(), now), earlier(key.goneAt(), now))
        : key);
    return known;
  }

  @Override
  public synchronized int deleteGone(Instant cutoff) {
    failIfBroken();
    int before = keys.size();
    keys.removeIf(key -> key.goneAt().isBefore(cutoff));
    return before - keys.size();
  }

  SigningKeyRecord only() {
    assertThat(list()).hasSize(1);
    return list().get(0);
  }

  List<KeyState> statesAt(Instant now) {
    return list().stream().map(key -> key.stateAt(now)).toList();
  }

  /** Puts a record in as it is, as someone with access to the database would. */
  synchronized void plant(SigningKeyRecord key) {
    keys.add(key);
  }

  synchronized void replace(SigningKeyRecord key) {
    keys.replaceAll(old -> old.kid().equals(key.kid()) ? key : old);
  }

  private void failIfBroken() {
    if (broken) {
      throw new StoreException("the store is down");
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static SigningKeyRecord ended(SigningKeyRecord key, Instant passiveAt, Instant goneAt) {
    return new SigningKeyRecord(
        key.kid(),
        key.algorithm(),
        key.publicJwk(),
        key.sealedPrivate(),
        key.createdAt(),
        key.activeAt(),
        passiveAt,
        goneAt);
  }
}
