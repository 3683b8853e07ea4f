package dev.gatehouse.apikey;

import dev.gatehouse.crypto.Secret;

/** A new key and the only copy of its secret there will ever be. */
public record IssuedApiKey(ApiKey key, Secret secret) {}
