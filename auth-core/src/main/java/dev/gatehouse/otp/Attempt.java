package dev.gatehouse.otp;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of the wish to try a factor.
 *
 * @param isGranted whether it may be tried
 * @param lockedUntil if it may not, when it may again; if it may, and this is the last try, when the lock ends that
 *     begins with its failure
 */
public record Attempt(boolean isGranted, Optional<Instant> lockedUntil) {}
