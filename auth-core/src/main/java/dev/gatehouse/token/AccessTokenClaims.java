package dev.gatehouse.token;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Set;

/**
 * What an access token says about its bearer: who, in which session, and until when. It says nothing about
 * permissions. The instants have whole seconds, as RFC 7519 writes them.
 *
 * @param userEpoch the account's epoch at issue ({@code uep}); a newer epoch of the account ends the token
 * @param roleEpoch the epoch of the account's roles at issue ({@code rep})
 * @param methods how the bearer proved who they are ({@code amr}, RFC 8176): at most 16 words
 * @param authenticatedAt the last proof in this session ({@code auth_time})
 * @param id names this one token ({@code jti}): 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 */
public record AccessTokenClaims(
    UserId subject,
    SessionId session,
    long userEpoch,
    long roleEpoch,
    Set<String> methods,
    Instant authenticatedAt,
    Instant issuedAt,
    Instant expiresAt,
    String id)
    implements TokenClaims {
  private static final int MAXIMUM_METHODS = 16;

  /**
   * Checks what a token can hold.
   *
   * @throws IllegalArgumentException if a value does not fit; the message names it
   */
  public AccessTokenClaims {
    methods = Set.copyOf(methods);
    if (userEpoch < 0 || roleEpoch < 0) {
      throw new IllegalArgumentException(
          "epochs count up from 0, were " + userEpoch + " and " + roleEpoch);
    }
    if (methods.size() > MAXIMUM_METHODS) {
      throw new IllegalArgumentException(
          "a token names at most " + MAXIMUM_METHODS + " methods, not " + methods.size());
    }
    methods.forEach(method -> ClaimRules.requireWord("method", method));
    ClaimRules.requireWord("token id", id);
    ClaimRules.requireWholeSeconds("authenticatedAt", authenticatedAt);
    ClaimRules.requireSpan(issuedAt, expiresAt);
  }
}
