package dev.gatehouse.testkit.memory;

import dev.gatehouse.token.SigningKeyRecord;
import dev.gatehouse.token.SigningKeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The model of {@link SigningKeyStore}. Keys stay in the order in which they were added. */
final class InMemorySigningKeyStore implements SigningKeyStore {
  private final Memory memory;
  private final Table<String, SigningKeyRecord> keys;

  InMemorySigningKeyStore(Memory memory) {
    this.memory = memory;
    this.keys = new Table<>(memory);
  }

  @Override
  public List<SigningKeyRecord> list() {
    return memory.call(keys::all);
  }

  @Override
  public boolean rotate(String expectedNewest, SigningKeyRecord successor, Instant previousGoneAt) {
    return memory.call(() -> {
      boolean expected = newest().equals(expectedNewest);
      if (expected) {
        keys.where(key -> signsBeyond(key, successor))
            .forEach(key -> keys.put(
                key.kid(), ending(key, successor.activeAt(), goneAt(key, previousGoneAt))));
        keys.put(successor.kid(), successor);
      }
      return expected;
    });
  }

  @Override
  public boolean disable(String kid, Instant now) {
    return memory.call(() -> {
      Optional<SigningKeyRecord> key = keys.get(kid);
      key.filter(found -> now.isBefore(found.goneAt()))
          .ifPresent(found -> keys.put(kid, ending(found, earlier(found.passiveAt(), now), now)));
      return key.isPresent();
    });
  }

  @Override
  public int deleteGone(Instant cutoff) {
    return memory.call(
        () -> keys.removeWhere(key -> key.goneAt().isBefore(cutoff), Integer.MAX_VALUE));
  }

  private String newest() {
    return keys.all().stream()
        .reduce((older, newer) -> newer)
        .map(SigningKeyRecord::kid)
        .orElse("");
  }

  /** A key that was disabled is gone at the instant it became passive, and stays gone. */
  private static Instant goneAt(SigningKeyRecord key, Instant wanted) {
    return key.goneAt().isAfter(key.passiveAt()) ? wanted : earlier(key.goneAt(), wanted);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static boolean signsBeyond(SigningKeyRecord key, SigningKeyRecord successor) {
    return key.algorithm() == successor.algorithm()
        && key.passiveAt().isAfter(successor.activeAt());
  }

  private static SigningKeyRecord ending(SigningKeyRecord key, Instant passiveAt, Instant goneAt) {
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
