package dev.gatehouse.apikey;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be written into a key, whoever asks. */
final class KeyRules {
  private static final int NAME = 64;
  private static final int ROLES = 100;
  private static final int PERMISSIONS = 1_000;
  private static final int BLOCKS = 100;
  private static final int FACTS = 50;
  private static final int FACT_NAME = 64;
  private static final int FACT = 500;

  private final ApiKeyPolicy policy;

  KeyRules(ApiKeyPolicy policy) {
    this.policy = policy;
  }

  /**
   * Checks settings against their bounds.
   *
   * @throws AuthException VALIDATION_FAILED naming the first field that is wrong
   */
  void require(ApiKeySettings settings, Subject owner) {
    String name = settings.name();
    if (isInvisible(name) || name.length() > NAME || !isOneLine(name)) {
      throw invalid("/name", "A name is one line of 1 to " + NAME + " characters.");
    }
    if (settings.detached() && owner.kind() != Subject.Kind.SERVICE) {
      throw invalid("/detached", "Only the keys of services can be detached.");
    }
    requireAtMost("/roles", settings.roles().size(), ROLES);
    requireAtMost("/permissions", settings.permissions().size(), PERMISSIONS);
    requireAtMost("/allowFrom", settings.allowFrom().size(), BLOCKS);
    requireAtMost("/metadata", settings.metadata().size(), FACTS);
    if (!settings.roles().stream().allMatch(role -> role.length() <= NAME && isOneLine(role))) {
      throw invalid("/roles", "A role has a name of at most " + NAME + " characters.");
    }
    settings.metadata().forEach((fact, value) -> {
      if (fact.length() > FACT_NAME || value.length() > FACT || !isText(fact + value)) {
        throw invalid(
            "/metadata",
            "A name has at most " + FACT_NAME + " characters, a value " + FACT + ", of text.");
      }
    });
  }

  /**
   * Returns when a key that is made now expires.
   *
   * @throws AuthException VALIDATION_FAILED if the policy allows no such lifetime
   */
  Optional<Instant> expiry(NewApiKey wanted, Instant now) {
    if (!wanted.withoutExpiry()) {
      return Optional.of(end(wanted.lifetime().orElse(policy.lifetime()), now));
    }
    if (!policy.neverExpiring()) {
      throw invalid(
          "/expiresIn", "A key must expire: gatehouse.api-key.allow-non-expiring is off.");
    }
    return Optional.empty();
  }

  /**
   * Returns the end of a lifetime that begins now.
   *
   * @throws AuthException VALIDATION_FAILED if the policy does not allow it
   */
  Instant end(Duration lifetime, Instant now) {
    if (lifetime.isZero()
        || lifetime.isNegative()
        || lifetime.compareTo(policy.longestLifetime()) > 0) {
      throw invalid("/expiresIn", "A key lives for " + policy.longestLifetime() + " at most.");
    }
    return now.plus(lifetime);
  }

  /** Returns when the successor of a key expires: after as long a life as the key was given, if that is still allowed. */
  Optional<Instant> successorExpiry(ApiKey key, Instant now) {
    return key.expiresAt().map(end -> {
      Duration life = Duration.between(key.createdAt(), end);
      boolean tooLong = life.compareTo(policy.longestLifetime()) > 0;
      return now.plus(tooLong ? policy.longestLifetime() : life);
    });
  }

  /**
   * Checks how long a rotated key shall work on.
   *
   * @throws AuthException VALIDATION_FAILED if it is out of bounds
   */
  static void requireOverlap(Duration overlap) {
    if (overlap.isNegative() || overlap.compareTo(ApiKeyPolicy.LONGEST_OVERLAP) > 0) {
      throw invalid("/overlap", "An overlap lasts from 0 to 30 days.");
    }
  }

  /**
   * Returns a reason for people, if it can be kept.
   *
   * @throws AuthException VALIDATION_FAILED
   */
  static String reason(String reason) {
    if (reason.length() > FACT || !isText(reason)) {
      throw invalid("/reason", "A reason has at most " + FACT + " characters of text.");
    }
    return reason;
  }

  private static void requireAtMost(String pointer, int size, int most) {
    if (size > most) {
      throw invalid(pointer, "At most " + most + " of them.");
    }
  }

  private static boolean isInvisible(String text) {
    return text.codePoints()
        .allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point));
  }

  private static boolean isOneLine(String text) {
    return isText(text) && text.codePoints().noneMatch(Character::isISOControl);
  }

  /** What a database can keep, and a log can show. */
  private static boolean isText(String text) {
    return text.codePoints()
        .noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
  }

  static AuthException invalid(String pointer, String detail) {
    return new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
        .with(
            "errors",
            List.of(Map.of("pointer", pointer, "code", "out_of_bounds", "detail", detail)));
  }
}
