package dev.gatehouse.apikey;

import dev.gatehouse.rbac.RoleStore;

/** What API keys are kept in, who can own them, and the roles they can name. */
public record ApiKeyBackend(
    ApiKeyStore keys,
    ApiKeyCreditStore credits,
    ApiKeyUsageStore usage,
    KeyOwners owners,
    RoleStore roles) {}
