package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Digest;

/**
 * A key as a store keeps it.
 *
 * @param digest of the secret
 * @param metered whether its family has credits to spend
 */
public record StoredApiKey(ApiKey key, Digest digest, boolean metered) {}
