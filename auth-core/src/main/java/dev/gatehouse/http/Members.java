package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The members of a request body, read by name. What is wrong is collected until {@link #check()} refuses all of it at
 * once; members that nobody reads are ignored, so that a client cannot set what it was not asked for.
 */
public final class Members {
  private static final Pattern YEAR = Pattern.compile("[0-9]{4}-");
  private static final int TEXT_LIMIT = 1_000;
  private static final int SECRET_LIMIT = 8_192;
  private static final int LIST_LIMIT = 1_000;

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

  /** Returns one line of 1 to {@code most} characters; anything else is noted, and the empty text returned. */
  public String line(String name, int most) {
    return required(name, optionalLine(name, most));
  }

  /** Returns one line of at most {@code most} characters if the member is there and not null. */
  public Optional<String> optionalLine(String name, int most) {
    Optional<String> text = string(name, most);
    if (text.filter(line -> line.chars().anyMatch(Character::isISOControl)).isPresent()) {
      note(name, "not_one_line", "Must be one line of text.");
    }
    return text;
  }

  /** Returns what a text means if the member is there and not null; a text that the reader refuses is noted. */
  public <T> Optional<T> read(String name, Function<String, T> reader) {
    return optionalText(name).flatMap(text -> read(name, text, reader));
  }

  /** Returns what the texts of a list mean, as {@link #optionalList} does; that it is missing is noted. */
  public <T> List<T> list(String name, Function<String, T> reader) {
    Optional<List<T>> list = optionalList(name, reader);
    if (list.isEmpty() && !isWrong(name)) {
      note(name, "required", "Must be there; an empty list is one, too.");
    }
    return list.orElse(List.of());
  }

  /**
   * Returns what the texts of a list mean if the member is there and not null; anything but a list of at most
   * {@value #LIST_LIMIT} texts that the reader takes is noted.
   */
  public <T> Optional<List<T>> optionalList(String name, Function<String, T> reader) {
    Object value = members.getOrDefault(name, JsonNull.NULL);
    if (value == JsonNull.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof List<?> items) || items.size() > LIST_LIMIT) {
      note(name, "not_a_list", "Must be a list of at most " + LIST_LIMIT + " strings.");
      return Optional.empty();
    }
    List<T> all = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof String text && text.length() <= TEXT_LIMIT) {
        read(name, text, reader).ifPresent(all::add);
      } else {
        note(name, "not_text", "Must hold strings of at most " + TEXT_LIMIT + " characters.");
        return Optional.empty();
      }
    }
    return Optional.of(all);
  }

  private <T> Optional<T> read(String name, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      note(name, "not_acceptable", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Returns a span, written as a number of whole seconds or as in ISO 8601, for example {@code P90D}. */
  public Optional<Duration> duration(String name) {
    return members.get(name) instanceof Long seconds
        ? Optional.of(Duration.ofSeconds(seconds))
        : read(name, Members::span);
  }

  private static Duration span(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Must be a number of seconds, or days, hours, minutes and seconds like P90D or PT1H30M.",
          e);
    }
  }

  /** Returns an instant, written as in ISO 8601, for example {@code 2030-01-31T12:00:00Z}. */
  public Optional<Instant> instant(String name) {
    return read(name, Members::moment);
  }

  /**
   * Reads an instant as {@link #instant} does. Its year has four digits, as in RFC 3339: no store keeps all that {@code Instant}
   * can hold.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Instant moment(String text) {
    String advice = "Must be an instant like 2030-01-31T12:00:00Z.";
    if (!YEAR.matcher(text).lookingAt()) {
      throw new IllegalArgumentException(advice);
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(advice, e);
    }
  }

  /** Returns a whole number if the member is there and not null; anything else is noted. */
  public Optional<Long> number(String name) {
    Object value = members.getOrDefault(name, JsonNull.NULL);
    if (value instanceof Long number) {
      return Optional.of(number);
    }
    if (value != JsonNull.NULL) {
      note(name, "not_a_number", "Must be a whole number.");
    }
    return Optional.empty();
  }

  /** Returns a flag if the member is there and not null; anything but true and false is noted. */
  public Optional<Boolean> flag(String name) {
    Object value = members.getOrDefault(name, JsonNull.NULL);
    if (value instanceof Boolean flag) {
      return Optional.of(flag);
    }
    if (value != JsonNull.NULL) {
      note(name, "not_a_flag", "Must be true or false.");
    }
    return Optional.empty();
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

  /**
   * Ends the reading and makes something of all that was read.
   *
   * @throws AuthException {@code validation_failed} with every error that was noted, or if the maker throws an
   *     {@code IllegalArgumentException}: its text is shown
   */
  public <T> T make(Supplier<T> maker) {
    check();
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
          .with(
              "errors",
              List.of(Map.of(
                  "pointer",
                  "",
                  "code",
                  "not_acceptable",
                  "detail",
                  String.valueOf(e.getMessage()))));
    }
  }

  private String required(String name, Optional<String> value) {
    if (!isWrong(name) && value.filter(text -> !text.isEmpty()).isEmpty()) {
      note(name, "required", "Must be there.");
    }
    return value.orElse("");
  }

  private boolean isWrong(String name) {
    return errors.stream().anyMatch(error -> ("/" + name).equals(error.get("pointer")));
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
