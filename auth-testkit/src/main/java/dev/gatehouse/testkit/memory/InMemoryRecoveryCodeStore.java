package dev.gatehouse.testkit.memory;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.otp.RecoveryCodeRecord;
import dev.gatehouse.otp.RecoveryCodeStore;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The model of {@link RecoveryCodeStore}. */
final class InMemoryRecoveryCodeStore implements RecoveryCodeStore {
  private final Memory memory;
  private final Table<UserId, Codes> rows;

  private record Codes(UserId user, String keyId, List<Digest> unused, Instant createdAt) {}

  InMemoryRecoveryCodeStore(Memory memory) {
    this.memory = memory;
    this.rows = new Table<>(memory);
  }

  @Override
  public void replace(UserId user, String keyId, List<Digest> codes, Instant now) {
    memory.run(() -> rows.put(user, new Codes(user, keyId, List.copyOf(codes), now)));
  }

  @Override
  public Optional<RecoveryCodeRecord> find(UserId user) {
    return memory.call(() -> rows.get(user)
        .map(codes ->
            new RecoveryCodeRecord(user, codes.keyId(), codes.unused().size(), codes.createdAt())));
  }

  @Override
  public OptionalInt consume(UserId user, Digest code) {
    return memory.call(() -> {
      Optional<Codes> known = rows.get(user).filter(codes -> codes.unused().contains(code));
      if (known.isEmpty()) {
        return OptionalInt.empty();
      }
      Codes before = known.get();
      List<Digest> left =
          before.unused().stream().filter(digest -> !digest.equals(code)).toList();
      rows.put(user, new Codes(user, before.keyId(), left, before.createdAt()));
      return OptionalInt.of(left.size());
    });
  }

  @Override
  public boolean remove(UserId user) {
    return memory.call(() -> rows.removeWhere(codes -> codes.user().equals(user), 1) == 1);
  }
}
