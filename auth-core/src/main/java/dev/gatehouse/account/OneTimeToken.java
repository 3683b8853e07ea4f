package dev.gatehouse.account;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Sealed;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * The stored half of a token that works once.
 *
 * @param digest of the token in the mail; the token itself is nowhere
 * @param user the account it belongs to; that of a decoy may be nobody's
 * @param target what the token proves, for example an address: taken from here, never from the request
 * @param payload sealed data that takes effect with the token; empty if there is none
 * @param credentialEpoch of the account when the token was made
 * @param attempts how many wrong answers it has seen
 */
public record OneTimeToken(
    Digest digest,
    TokenPurpose purpose,
    Optional<UserId> user,
    String target,
    Sealed payload,
    long credentialEpoch,
    int attempts,
    Instant createdAt,
    Instant expiresAt) {
  @Override
  public String toString() {
    return "OneTimeToken(" + purpose + ", " + digest + ")";
  }
}
