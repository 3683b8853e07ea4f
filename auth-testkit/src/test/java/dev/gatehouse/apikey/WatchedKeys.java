package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.storage.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A store whose look-ups are counted, and that can fail or lie. */
final class WatchedKeys implements ApiKeyStore {
  private final ApiKeyStore store;
  final AtomicInteger lookUps = new AtomicInteger();
  volatile boolean down;
  volatile UnaryOperator<StoredApiKey> lie = UnaryOperator.identity();

  WatchedKeys(ApiKeyStore store) {
    this.store = store;
  }

  @Override
  public boolean insert(ApiKey key, Digest digest, Optional<Credits> credits, int limit) {
    return store.insert(key, digest, credits, limit);
  }

  @Override
  public Optional<StoredApiKey> findByDigest(Digest digest) {
    lookUps.incrementAndGet();
    if (down) {
      throw new StoreException("api_keys.find_by_digest: down");
    }
    return store.findByDigest(digest).map(lie);
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return store.find(id);
  }

  @Override
  public List<ApiKey> list(ApiKeyQuery query) {
    return store.list(query);
  }

  @Override
  public boolean change(ApiKey changed) {
    return store.change(changed);
  }

  @Override
  public Optional<ApiKey> revoke(ApiKeyId id, String reason) {
    return store.revoke(id, reason);
  }

  @Override
  public boolean rotate(ApiKey former, ApiKey successor, Digest digest) {
    return store.rotate(former, successor, digest);
  }

  @Override
  public List<ApiKeyId> naming(String role, Instant now, int limit) {
    return store.naming(role, now, limit);
  }

  @Override
  public List<ApiKey> claim(KeyDeadline deadline, Instant cutoff, int limit) {
    return store.claim(deadline, cutoff, limit);
  }

  @Override
  public int deleteEnded(Instant cutoff, Instant now, int limit) {
    return store.deleteEnded(cutoff, now, limit);
  }
}
