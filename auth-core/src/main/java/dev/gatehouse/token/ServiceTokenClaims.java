package dev.gatehouse.token;

import dev.gatehouse.principal.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the access token of a service says. It has the same header and keys as the tokens of people, and can be taken for
 * none of them: only it has {@code client_id}, {@code client_name} and {@code sep}, and it lacks what they must have.
 *
 * <p>A service that acts for itself is the subject: {@code sub} is its id. When it acts on behalf of a person, the person
 * is the subject, and the service is the actor (RFC 8693, 4.1): {@code "act":{"sub":"svc_…"}}. There is one actor;
 * chains are neither made nor read.
 *
 * @param service the {@code client_id}; without a person the {@code sub}, with one the {@code act.sub}
 * @param name the {@code client_name}: 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param epoch the service's epoch at issue ({@code sep}); a newer epoch of the service ends the token
 * @param audience the one receiver ({@code aud}), which has to compare it with its own name
 * @param id names this one token ({@code jti})
 */
public record ServiceTokenClaims(
    ServiceId service,
    String name,
    long epoch,
    String audience,
    Optional<OnBehalfOf> onBehalfOf,
    Instant issuedAt,
    Instant expiresAt,
    String id)
    implements TokenClaims {
  /** The longest life of a token of a service, whatever is configured. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Checks what a token can hold.
   *
   * @throws IllegalArgumentException if a value does not fit; the message names it
   */
  public ServiceTokenClaims {
    ClaimRules.requireWord("service name", name);
    ClaimRules.requireWord("token id", id);
    ClaimRules.requireSpan(issuedAt, expiresAt);
    if (epoch < 0) {
      throw new IllegalArgumentException("epochs count up from 0, was " + epoch);
    }
    if (!TokenPolicy.isAudience(audience)) {
      throw new IllegalArgumentException("no token can be for the audience \"" + audience + "\"");
    }
  }
}
