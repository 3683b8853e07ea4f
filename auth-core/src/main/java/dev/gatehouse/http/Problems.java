package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.error.RateLimitedLogs;
import dev.gatehouse.storage.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns refusals and failures into problem details (RFC 9457). The text of a foreign exception goes nowhere. */
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final String TYPE = "https://gatehouse.dev/errors/";
  private static final Pattern BACKEND = Pattern.compile("[a-z_]{1,32}");
  private static final Duration STORE_RETRY = Duration.ofSeconds(2);

  private final Challenges challenges;
  private final RateLimitedLogs unanswered;
  private final LongAdder storeFailures = new LongAdder();

  Problems(Challenges challenges) {
    this(challenges, new RateLimitedLogs(Problems.class));
  }

  Problems(Challenges challenges, RateLimitedLogs unanswered) {
    this.challenges = challenges;
    this.unanswered = unanswered;
  }

  /** Answers a refusal. */
  HttpResponse of(AuthException refusal, String requestId) {
    ErrorCode code = refusal.code();
    Map<String, Object> members = new LinkedHashMap<>(refusal.details());
    members.put("type", TYPE + code.code());
    members.put("title", code.title());
    members.put("status", code.status());
    members.put("detail", refusal.detail());
    members.put("code", code.code());
    members.put("requestId", requestId);
    HttpResponse problem =
        HttpResponse.empty(code.status()).body("application/problem+json", Json.write(members));
    Optional<HttpResponse> waiting =
        refusal.retryAfter().map(wait -> problem.with("Retry-After", seconds(wait)));
    return waiting.orElse(problem).with(challenges.of(refusal));
  }

  /** Answers a failure of ours or of the backend, and writes down where it happened. */
  HttpResponse of(RuntimeException failure, String requestId) {
    if (failure instanceof AuthException refusal) {
      return of(refusal, requestId);
    }
    if (failure instanceof StoreException) {
      storeFailures.increment();
      String message = String.valueOf(failure.getMessage());
      unanswered.of(backend(message)).warn("request {}: the store failed: {}", requestId, message);
      return of(unavailable(), requestId);
    }
    LOG.error("request {} failed: {}", requestId, places(failure));
    return of(
        new AuthException(ErrorCode.INTERNAL_ERROR, "Nothing was changed that was not confirmed."),
        requestId);
  }

  /** Returns how often the answer was that the store did not answer. */
  long storeFailures() {
    return storeFailures.sum();
  }

  /** Returns the first word: messages begin with the operation, and that with the backend or the table. */
  private static String backend(String message) {
    Matcher word = BACKEND.matcher(message);
    return word.lookingAt() ? word.group() : "";
  }

  private static AuthException unavailable() {
    return new AuthException(ErrorCode.STORE_UNAVAILABLE, "Try again in a moment.")
        .retryAfter(STORE_RETRY);
  }

  private static String seconds(Duration wait) {
    long whole = wait.plusNanos(999_999_999).toSeconds();
    return Long.toString(Math.max(1, whole));
  }

  /** Returns types and stack frames only: messages of libraries may hold the very values they choked on. */
  private static String places(Throwable failure) {
    StringBuilder out = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      out.append(depth == 0 ? "" : "\ncaused by ").append(cause.getClass().getName());
      for (StackTraceElement frame : cause.getStackTrace()) {
        out.append("\n  at ").append(frame);
      }
      cause = cause.getCause();
    }
    return out.toString();
  }
}
