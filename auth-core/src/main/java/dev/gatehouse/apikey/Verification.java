package dev.gatehouse.apikey;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.rbac.Permission;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What a presented API key turned out to be. */
public sealed interface Verification {

  /**
   * The key is genuine, its owner may act, and nothing stands against this use.
   *
   * @param key as leased; ROTATING means that its bearer should change to its successor before {@code expiresAt}
   * @param creditsLeft what its family has left; empty if it has no credits to spend
   */
  record Accepted(ApiKeyPrincipal principal, ApiKey key, Optional<Long> creditsLeft)
      implements Verification {
    @Override
    public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
      return accepted.apply(this);
    }
  }

  /**
   * The key opens nothing, or not this. Nothing was spent.
   *
   * @param key which one; empty if the secret is not that of any
   * @param missing the permission that was missing, if that is why
   * @param retryAfter how long to wait, if that is known to help
   */
  record Refused(
      KeyRefusal reason,
      Optional<ApiKey> key,
      Optional<Permission> missing,
      Optional<Duration> retryAfter)
      implements Verification {
    static final Refused MALFORMED = of(KeyRefusal.MALFORMED);
    static final Refused UNKNOWN = of(KeyRefusal.UNKNOWN);

    private static Refused of(KeyRefusal reason) {
      return new Refused(reason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Refused of(KeyRefusal reason, ApiKey key) {
      return new Refused(reason, Optional.of(key), Optional.empty(), Optional.empty());
    }

    static Refused lacking(Permission missing, ApiKey key) {
      return new Refused(
          KeyRefusal.PERMISSION_MISSING, Optional.of(key), Optional.of(missing), Optional.empty());
    }

    static Refused limited(Duration wait, ApiKey key) {
      return new Refused(KeyRefusal.LIMITED, Optional.of(key), Optional.empty(), Optional.of(wait));
    }

    /** Returns the code for the caller. */
    public ErrorCode code() {
      return reason.code();
    }

    /** Returns the refusal for the caller: it names what was wrong only to those who have the secret. */
    public AuthException exception() {
      AuthException refusal = new AuthException(code(), reason.detail());
      if (key.isPresent()) {
        refusal = refusal.with("reason", reason.text());
      }
      if (missing.isPresent()) {
        refusal = refusal.with("permission", missing.get().text());
      }
      return retryAfter.isPresent() ? refusal.retryAfter(retryAfter.get()) : refusal;
    }

    @Override
    public <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }

  /** Handles both outcomes; a new one does not compile until each caller does. */
  <T> T fold(Function<Accepted, T> accepted, Function<Refused, T> refused);
}
