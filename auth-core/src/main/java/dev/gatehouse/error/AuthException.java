package dev.gatehouse.error;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with a stable {@link ErrorCode}. Its detail may be shown to the caller and never holds a secret.
 * It carries no stack trace: a refusal is an answer, not a fault, and must stay cheap.
 */
public final class AuthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable Duration retryAfter;
  private final transient Map<String, Object> details;

  /** Refuses with a detail that tells the caller what to do. */
  public AuthException(ErrorCode code, String detail) {
    this(code, detail, null, Map.of());
  }

  private AuthException(
      ErrorCode code, String detail, @Nullable Duration retryAfter, Map<String, Object> details) {
    super(detail, null, false, false);
    this.code = code;
    this.retryAfter = retryAfter;
    this.details = details;
  }

  /** Returns a copy that tells the caller when to try again. */
  public AuthException retryAfter(Duration wait) {
    return new AuthException(code, detail(), wait, details);
  }

  /** Returns a copy with one more member for the problem body; values are strings, numbers, booleans, lists or maps. */
  public AuthException with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new AuthException(code, detail(), retryAfter, Collections.unmodifiableMap(more));
  }

  /** Returns the stable code: the thing to branch on. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the sentence that tells the caller what to do. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** Returns how long to wait before another try, if that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns further members of the problem body, in order. */
  public Map<String, Object> details() {
    return details == null ? Map.of() : details;
  }
}
