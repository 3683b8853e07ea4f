package dev.gatehouse.principal;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A person with a live session.
 *
 * @param methods how they proved who they are, as in RFC 8176: {@code pwd}, {@code otp}, …
 * @param authenticatedAt the last time they proved it in this session
 */
public record UserPrincipal(
    UserId userId, SessionId sessionId, Set<String> methods, Instant authenticatedAt)
    implements Principal {
  /** Copies the set. */
  public UserPrincipal {
    methods = Set.copyOf(methods);
  }

  @Override
  public Kind kind() {
    return Kind.USER;
  }

  @Override
  public boolean isAuthenticated() {
    return true;
  }

  @Override
  public String getName() {
    return userId.toString();
  }

  /** Tells whether the last proof is at most {@code maxAge} old at {@code now}. */
  public boolean authenticatedWithin(Duration maxAge, Instant now) {
    return !authenticatedAt.plus(maxAge).isBefore(now);
  }
}
