package dev.gatehouse.apikey;

/** What API keys are kept in, and who can own them. */
public record ApiKeyBackend(
    ApiKeyStore keys, ApiKeyCreditStore credits, ApiKeyUsageStore usage, KeyOwners owners) {}
