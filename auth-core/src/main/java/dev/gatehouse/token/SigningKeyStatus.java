package dev.gatehouse.token;

import java.time.Instant;
import java.util.Optional;

/**
 * How the signing keys stand on a node.
 *
 * @param at when somebody looked
 * @param kid the key that signs now; empty if there is none, and then nobody gets a token
 * @param since when it began to sign
 * @param until when it stops to sign; its successor is there before
 * @param verifying how many keys verify now or soon
 */
public record SigningKeyStatus(
    Instant at,
    Optional<String> kid,
    Optional<Instant> since,
    Optional<Instant> until,
    int verifying) {}
