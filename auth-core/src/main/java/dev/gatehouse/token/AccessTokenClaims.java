package dev.gatehouse.token;

import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    String id) {
  private static final int MAXIMUM_METHODS = 16;
  private static final int MAXIMUM_WORD = 64;
  private static final String WORD_CHARACTERS =
      "abcdefghijklmnopqrstuvwxyz0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

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
    methods.forEach(method -> requireWord("method", method));
    requireWord("token id", id);
    requireWholeSeconds("authenticatedAt", authenticatedAt);
    requireWholeSeconds("issuedAt", issuedAt);
    requireWholeSeconds("expiresAt", expiresAt);
    if (!expiresAt.isAfter(issuedAt)) {
      throw new IllegalArgumentException(
          "a token must end after " + issuedAt + ", its beginning, was " + expiresAt);
    }
  }

  private static void requireWord(String what, String value) {
    boolean fits = !value.isEmpty() && value.length() <= MAXIMUM_WORD;
    for (int i = 0; fits && i < value.length(); i++) {
      fits = WORD_CHARACTERS.indexOf(value.charAt(i)) >= 0;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "a " + what + " must have 1 to 64 characters of A-Z a-z 0-9 _ -");
    }
  }

  private static void requireWholeSeconds(String what, Instant at) {
    if (!at.truncatedTo(ChronoUnit.SECONDS).equals(at)) {
      throw new IllegalArgumentException(what + " must be whole seconds, was " + at);
    }
  }
}
