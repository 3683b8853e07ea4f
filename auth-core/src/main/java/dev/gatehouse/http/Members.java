package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a request body, read by name. What is wrong is collected until {@link #check()} refuses all of it at
 * once; members that nobody reads are ignored, so that a client cannot set what it was not asked for.
 */
public final class Members {
  private static final int TEXT_LIMIT = 1_000;
  private static final int SECRET_LIMIT = 8_192;

  private final Map<String, Object> members;
  private final List<Map<String, Object>> errors = new ArrayList<>();

  /** Reads from an object that {@link Json#read} returned. */
  public Members(Map<String, Object> members) {
    this.members = Map.copyOf(members);
  }

  /** Returns a text of 1 to {@value #TEXT_LIMIT} characters; anything else is noted, and the empty text returned. */
  public String text(String name) {
    return required(name, string(name, TEXT_LIMIT));
  }

  /** Returns a text if the member is there and not null. */
  public Optional<String> optionalText(String name) {
    return string(name, TEXT_LIMIT);
  }

  /** Returns a text that must not be seen; anything but a text of at least one character is noted. */
  public Secret secret(String name) {
    return Secret.of(required(name, string(name, SECRET_LIMIT)));
  }

  /** Returns a text that must not be seen if the member is there and not null. */
  public Optional<Secret> optionalSecret(String name) {
    return string(name, SECRET_LIMIT).map(Secret::of);
  }

  /** Returns the constant whose name in lower case the member holds; another value is noted. */
  public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    Optional<String> word = string(name, TEXT_LIMIT);
    Optional<E> chosen = word.flatMap(
        text -> constants.stream().filter(e -> word(e).equals(text)).findFirst());
    if (word.isPresent() && chosen.isEmpty()) {
      List<String> words = constants.stream().map(Members::word).toList();
      note(name, "not_one_of", "Must be one of " + String.join(", ", words) + ".");
    }
    return chosen;
  }

  /** Notes that a member is not acceptable for a reason only the caller knows. */
  public void note(String name, String code, String detail) {
    errors.add(Map.of("pointer", "/" + name, "code", code, "detail", detail));
  }

  /**
   * Ends the reading.
   *
   * @throws AuthException {@code validation_failed} with every error that was noted
   */
  public void check() {
    if (!errors.isEmpty()) {
      throw new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
          .with("errors", List.copyOf(errors));
    }
  }

  private String required(String name, Optional<String> value) {
    boolean wrong = errors.stream().anyMatch(error -> ("/" + name).equals(error.get("pointer")));
    if (!wrong && value.filter(text -> !text.isEmpty()).isEmpty()) {
      note(name, "required", "Must be there.");
    }
    return value.orElse("");
  }

  private Optional<String> string(String name, int limit) {
    Object value = members.getOrDefault(name, JsonNull.NULL);
    if (value == JsonNull.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof String text)) {
      note(name, "not_text", "Must be a string.");
      return Optional.empty();
    }
    if (text.length() > limit) {
      note(name, "too_long", "Must have at most " + limit + " characters.");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
