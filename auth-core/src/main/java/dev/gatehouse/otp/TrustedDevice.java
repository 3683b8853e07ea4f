package dev.gatehouse.otp;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.TrustedDeviceId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;

/**
 * A browser in which the second factor was presented and need not be again for a while.
 *
 * @param digest of its token; the token itself is in the browser only
 * @param epoch of the account when it was presented; trust ends when the account moves on
 * @param name what the browser calls itself
 * @param address from where it was presented
 */
public record TrustedDevice(
    TrustedDeviceId id,
    UserId user,
    Digest digest,
    long epoch,
    String name,
    String address,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt) {}
