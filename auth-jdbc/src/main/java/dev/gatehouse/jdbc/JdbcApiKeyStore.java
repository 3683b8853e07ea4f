package dev.gatehouse.jdbc;

import dev.gatehouse.apikey.ApiKey;
import dev.gatehouse.apikey.ApiKeyQuery;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.CreditRefill;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.apikey.KeyDeadline;
import dev.gatehouse.apikey.StoredApiKey;
import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.storage.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** API keys in the tables {@code api_keys} and {@code api_key_families}. */
final class JdbcApiKeyStore implements ApiKeyStore {
  /** No key has this id: it is not of version 7. */
  private static final UUID AFTER_ALL = new UUID(-1, -1);

  private final Database database;
  private final Transactions transactions;

  JdbcApiKeyStore(Database database, Transactions transactions) {
    this.database = database;
    this.transactions = transactions;
  }

  @Override
  public boolean insert(ApiKey key, Digest digest, Optional<Credits> credits, int limit) {
    Subject owner = key.owner();
    Object[] allowed = {owner.id(), owner.kind(), key.createdAt(), limit};
    Object[] family = {
      key.family(),
      credits.map(Credits::remaining),
      credits.map(Credits::refill).orElse(CreditRefill.NONE),
      credits.map(Credits::refillAmount).orElse(0L),
      key.createdAt()
    };
    return transactions.call(() -> {
      database.list(ApiKeySql.LOCK_OWNER, Columns::flag, lockNumber(owner));
      return database.changed(
          ApiKeySql.INSERT, ApiKeyRow.joined(allowed, family, written(key, digest)));
    });
  }

  /** The ids are random enough; the other users of such locks have numbers of their own choice. */
  private static long lockNumber(Subject owner) {
    return owner.id().getMostSignificantBits() ^ owner.id().getLeastSignificantBits();
  }

  private static Object[] written(ApiKey key, Digest digest) {
    Object[] before = {
      key.id(), key.family(), key.owner().kind(), key.owner().id(), digest, key.start()
    };
    Object[] after = {
      key.status(),
      key.statusReason(),
      key.createdAt(),
      key.expiresAt(),
      key.rotatedFrom(),
      key.lastUsedAt(),
      key.lastUsedAddress(),
      key.version()
    };
    return ApiKeyRow.joined(before, ApiKeyRow.values(key.settings()), after);
  }

  @Override
  public Optional<StoredApiKey> findByDigest(Digest digest) {
    return database.first(ApiKeySql.FIND_BY_DIGEST, ApiKeyRow::readStored, digest);
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return database.first(ApiKeySql.FIND, ApiKeyRow::read, id);
  }

  @Override
  public List<ApiKey> list(ApiKeyQuery query) {
    UUID after = query.after().map(ApiKeyId::value).orElse(AFTER_ALL);
    boolean revoked = query.includeRevoked();
    if (query.owner().isEmpty()) {
      return database.list(ApiKeySql.LIST, ApiKeyRow::read, after, revoked, query.limit());
    }
    Subject owner = query.owner().get();
    return database.list(
        ApiKeySql.LIST_OF_OWNER,
        ApiKeyRow::read,
        owner.id(),
        owner.kind(),
        after,
        revoked,
        query.limit());
  }

  @Override
  public List<ApiKeyId> naming(String role, Instant now, int limit) {
    return database.list(
        ApiKeySql.NAMING,
        columns -> new ApiKeyId(columns.uuid()),
        (Object) new String[] {role},
        now,
        limit);
  }

  @Override
  public boolean change(ApiKey changed) {
    Object[] rest = {
      changed.status(),
      changed.statusReason(),
      changed.expiresAt(),
      changed.id(),
      changed.version() - 1
    };
    return database.changed(
        ApiKeySql.CHANGE, ApiKeyRow.joined(ApiKeyRow.values(changed.settings()), rest));
  }

  @Override
  public Optional<ApiKey> revoke(ApiKeyId id, String reason) {
    return database.first(ApiKeySql.REVOKE, ApiKeyRow::read, reason, id);
  }

  @Override
  public boolean rotate(ApiKey former, ApiKey successor, Digest digest) {
    Object[] change = {
      former.family(),
      former.status(),
      former.statusReason(),
      former.expiresAt(),
      former.id(),
      former.version() - 1
    };
    return database.changed(ApiKeySql.ROTATE, ApiKeyRow.joined(change, written(successor, digest)));
  }

  @Override
  public List<ApiKey> claim(KeyDeadline deadline, Instant cutoff, int limit) {
    Sql claim = switch (deadline) {
      case EXPIRING -> ApiKeySql.CLAIM_EXPIRING;
      case ROTATION_DUE -> ApiKeySql.CLAIM_ROTATION_DUE;
      case EXPIRED -> ApiKeySql.CLAIM_EXPIRED;
    };
    return database.list(claim, ApiKeyRow::read, cutoff, limit);
  }

  @Override
  public int deleteEnded(Instant cutoff, Instant now, int limit) {
    return database
        .list(ApiKeySql.DELETE_ENDED, columns -> new ApiKeyId(columns.uuid()), cutoff, now, limit)
        .size();
  }
}
