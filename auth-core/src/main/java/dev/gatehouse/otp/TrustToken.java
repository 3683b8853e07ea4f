package dev.gatehouse.otp;

import dev.gatehouse.crypto.Secret;
import java.time.Instant;

/** What a trusted browser keeps: the only copy of its token. */
public record TrustToken(Secret token, Instant expiresAt) {}
