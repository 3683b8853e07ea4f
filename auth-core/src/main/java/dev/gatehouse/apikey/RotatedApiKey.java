package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Secret;

/**
 * A key and what became of the one it replaced.
 *
 * @param secret the only copy of the new key's secret
 * @param former ROTATING until the end of the overlap, or REVOKED if there is none
 */
public record RotatedApiKey(ApiKey key, Secret secret, ApiKey former) {}
