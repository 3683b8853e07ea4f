package dev.gatehouse.service.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No token could be had: the issuer refused, or did not answer in time. Its message holds no secret. */
public final class TokenUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String error;

  private TokenUnavailableException(
      String message, @Nullable String error, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  static TokenUnavailableException refused(String error, int status) {
    return new TokenUnavailableException(
        "the issuer refused a token: " + error + " (status " + status + ")", error, null);
  }

  static TokenUnavailableException unreadable() {
    return new TokenUnavailableException(
        "the issuer's answer is no token of type Bearer", null, null);
  }

  static TokenUnavailableException unreachable(@Nullable Throwable cause) {
    return new TokenUnavailableException("the issuer did not answer", null, cause);
  }

  /** Returns the same failure for another caller, with that caller's stack trace. */
  TokenUnavailableException again() {
    return new TokenUnavailableException(String.valueOf(getMessage()), error, this);
  }

  /** Returns the issuer's error code (RFC 6749, 5.2), for example {@code invalid_client}; empty if it did not say. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }
}
