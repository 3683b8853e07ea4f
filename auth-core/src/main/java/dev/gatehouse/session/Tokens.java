package dev.gatehouse.session;

import dev.gatehouse.crypto.Secret;
import java.time.Instant;

/** What a client holds of a session: a short-lived access token and the refresh token for the next pair. */
public record Tokens(
    Secret access, Secret refresh, Instant accessExpiresAt, Instant refreshExpiresAt) {}
