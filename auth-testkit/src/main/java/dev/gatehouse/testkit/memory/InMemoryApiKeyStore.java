package dev.gatehouse.testkit.memory;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeyStatus;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.apikey.KeyDeadline;
import dev.gatehouse.apikey.LastUse;
import dev.gatehouse.apikey.StoredApiKey;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The model of {@link ApiKeyStore}. */
final class InMemoryApiKeyStore implements ApiKeyStore {
  private static final Comparator<UUID> BYTES = Comparator.<UUID, Long>comparing(
          UUID::getMostSignificantBits, Long::compareUnsigned)
      .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);
  private static final Comparator<ApiKeyId> BY_ID = Comparator.comparing(ApiKeyId::value, BYTES);

  private final Memory memory;
  private final Table<ApiKeyId, Row> rows;
  private final Table<Digest, ApiKeyId> digests;
  private final Table<ApiKeyFamilyId, KeyFamily> families;
  private final Table<ApiKeyId, Instant> noted;

  /** A key, its digest, and which of its deadlines were announced. */
  private record Row(ApiKey key, Digest digest, Set<KeyDeadline> announced) {
    Row {
      announced = Set.copyOf(announced);
    }
  }

  InMemoryApiKeyStore(Memory memory, Table<ApiKeyFamilyId, KeyFamily> families) {
    this.memory = memory;
    this.rows = new Table<>(memory);
    this.digests = new Table<>(memory);
    this.families = families;
    this.noted = new Table<>(memory);
  }

  @Override
  public boolean insert(ApiKey key, Digest digest, Optional<Credits> credits, int limit) {
    return memory.call(() -> {
      if (rows.where(row -> countsFor(key.owner(), row.key(), key.createdAt())).size() >= limit) {
        return false;
      }
      families.put(key.family(), new KeyFamily(credits, key.createdAt()));
      add(key, digest);
      return true;
    });
  }

  private void add(ApiKey key, Digest digest) {
    rows.put(key.id(), new Row(key, digest, Set.of()));
    digests.put(digest, key.id());
  }

  private static boolean countsFor(Subject owner, ApiKey key, Instant now) {
    return key.owner().equals(owner)
        && key.status() != ApiKeyStatus.REVOKED
        && key.status() != ApiKeyStatus.ROTATING
        && !key.isExpiredAt(now);
  }

  @Override
  public Optional<StoredApiKey> findByDigest(Digest digest) {
    return memory.call(() -> digests
        .get(digest)
        .flatMap(rows::get)
        .map(row -> new StoredApiKey(row.key(), row.digest(), isMetered(row.key()))));
  }

  private boolean isMetered(ApiKey key) {
    return families.get(key.family()).flatMap(KeyFamily::credits).isPresent();
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return memory.call(() -> rows.get(id).map(Row::key));
  }

  @Override
  public List<ApiKey> list(ApiKeyQuery query) {
    return memory.call(() -> rows.all().stream()
        .map(Row::key)
        .filter(key -> query.owner().filter(owner -> !owner.equals(key.owner())).isEmpty())
        .filter(key -> query.includeRevoked() || key.status() != ApiKeyStatus.REVOKED)
        .filter(key ->
            query.after().filter(last -> BY_ID.compare(key.id(), last) >= 0).isEmpty())
        .sorted(Comparator.comparing(ApiKey::id, BY_ID).reversed())
        .limit(query.limit())
        .toList());
  }

  @Override
  public List<ApiKeyId> naming(String role, Instant now, int limit) {
    return memory.call(() -> rows.all().stream()
        .map(Row::key)
        .filter(key -> key.settings().roles().contains(role))
        .filter(key -> key.status() != ApiKeyStatus.REVOKED && !key.isExpiredAt(now))
        .map(ApiKey::id)
        .sorted(BY_ID)
        .limit(limit)
        .toList());
  }

  @Override
  public boolean change(ApiKey changed) {
    return memory.call(() -> {
      Optional<Row> before =
          rows.get(changed.id()).filter(row -> row.key().version() == changed.version() - 1);
      before.ifPresent(row -> {
        save(row, changed);
        noted.remove(changed.id());
      });
      return before.isPresent();
    });
  }

  private void save(Row before, ApiKey changed) {
    Set<KeyDeadline> announced = EnumSet.noneOf(KeyDeadline.class);
    announced.addAll(before.announced());
    if (!changed.expiresAt().equals(before.key().expiresAt())) {
      announced.removeAll(Set.of(KeyDeadline.EXPIRING, KeyDeadline.EXPIRED));
    }
    ApiKey kept =
        ApiKeyChange.used(changed, before.key().lastUsedAt(), before.key().lastUsedAddress());
    rows.put(changed.id(), new Row(kept, before.digest(), announced));
  }

  @Override
  public Optional<ApiKey> revoke(ApiKeyId id, String reason) {
    return memory.call(() -> rows.get(id)
        .filter(row -> row.key().status() != ApiKeyStatus.REVOKED)
        .map(row -> revoke(row, reason)));
  }

  private ApiKey revoke(Row row, String reason) {
    ApiKey revoked = ApiKeyChange.revoked(row.key(), reason);
    save(row, revoked);
    return revoked;
  }

  @Override
  public boolean rotate(ApiKey former, ApiKey successor, Digest digest) {
    return memory.call(() -> {
      if (!change(former)) {
        return false;
      }
      rows.where(row -> row.key().family().equals(former.family())
              && row.key().status() == ApiKeyStatus.ROTATING
              && !row.key().id().equals(former.id()))
          .forEach(row -> revoke(row, "rotated"));
      add(successor, digest);
      return true;
    });
  }

  @Override
  public List<ApiKey> claim(KeyDeadline deadline, Instant cutoff, int limit) {
    return memory.call(() -> rows
        .where(row -> !row.announced().contains(deadline) && isDue(row.key(), deadline, cutoff))
        .stream()
        .limit(limit)
        .map(row -> announce(row, deadline))
        .toList());
  }

  @Override
  public int deleteEnded(Instant cutoff, Instant now, int limit) {
    return memory.call(() -> {
      rows.where(row -> hasEnded(row.key(), now) && noted.get(row.key().id()).isEmpty()).stream()
          .limit(limit)
          .forEach(row -> noted.put(row.key().id(), now));
      List<ApiKey> gone =
          rows.where(row -> hasEnded(row.key(), now) && isNotedBefore(row.key(), cutoff)).stream()
              .map(Row::key)
              .limit(limit)
              .toList();
      gone.forEach(this::delete);
      return gone.size();
    });
  }

  private static boolean hasEnded(ApiKey key, Instant now) {
    return key.status() == ApiKeyStatus.REVOKED
        || key.expiresAt().filter(end -> end.isBefore(now)).isPresent();
  }

  private boolean isNotedBefore(ApiKey key, Instant cutoff) {
    return noted.get(key.id()).filter(at -> at.isBefore(cutoff)).isPresent();
  }

  private void delete(ApiKey key) {
    rows.get(key.id()).ifPresent(row -> digests.remove(row.digest()));
    rows.remove(key.id());
    noted.remove(key.id());
    if (rows.where(row -> row.key().family().equals(key.family())).isEmpty()) {
      families.remove(key.family());
    }
  }

  private static boolean isDue(ApiKey key, KeyDeadline deadline, Instant cutoff) {
    boolean active = key.status() == ApiKeyStatus.ACTIVE;
    return switch (deadline) {
      case EXPIRING -> active && key.isExpiredAt(cutoff);
      case ROTATION_DUE -> active && !key.createdAt().isAfter(cutoff);
      case EXPIRED -> key.status() != ApiKeyStatus.REVOKED && key.isExpiredAt(cutoff);
    };
  }

  private ApiKey announce(Row row, KeyDeadline deadline) {
    Set<KeyDeadline> announced = EnumSet.of(deadline);
    announced.addAll(row.announced());
    if (deadline == KeyDeadline.EXPIRED) {
      announced.add(KeyDeadline.EXPIRING);
    }
    rows.put(row.key().id(), new Row(row.key(), row.digest(), announced));
    return row.key();
  }

  /** Moves the last use of a key forward; for the store of uses, which shares the row. */
  void touch(ApiKeyId id, LastUse use, Duration interval) {
    rows.get(id)
        .filter(row -> row.key()
            .lastUsedAt()
            .filter(last -> use.at().isBefore(last.plus(interval)))
            .isEmpty())
        .ifPresent(row -> rows.put(
            id,
            new Row(
                ApiKeyChange.used(row.key(), Optional.of(use.at()), use.address()),
                row.digest(),
                row.announced())));
  }
}
