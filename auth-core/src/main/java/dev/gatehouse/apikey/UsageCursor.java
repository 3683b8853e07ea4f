package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** A place in a list of counts: the last one of a page. Its text form is for callers who keep it without reading it. */
public record UsageCursor(Instant hour, ApiKeyId key, String routeGroup, String outcome) {
  private static final char BETWEEN = '~';
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  /** Returns the place of a count. */
  public static UsageCursor at(UsageCount count) {
    return new UsageCursor(count.hour(), count.key(), count.routeGroup(), count.outcome());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static UsageCursor parse(String text) {
    String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    // The group comes last: the application may have written anything into it.
    String[] parts = plain.split(String.valueOf(BETWEEN), 4);
    if (parts.length < 4 || plain.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("it is none of ours");
    }
    return new UsageCursor(hour(parts[0]), ApiKeyId.parse(parts[1]), parts[3], parts[2]);
  }

  /** Within what every store can keep. */
  private static Instant hour(String text) {
    try {
      Instant hour = Instant.parse(text);
      if (hour.isAfter(Instant.EPOCH) && hour.isBefore(LATEST)) {
        return hour;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it is none of ours", e);
    }
    throw new IllegalArgumentException("it is none of ours");
  }

  @Override
  public String toString() {
    String plain = hour.toString() + BETWEEN + key + BETWEEN + outcome + BETWEEN + routeGroup;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}
