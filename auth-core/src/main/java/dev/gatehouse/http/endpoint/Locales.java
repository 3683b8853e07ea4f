package dev.gatehouse.http.endpoint;

import dev.gatehouse.http.HttpRequest;
import dev.gatehouse.http.Members;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out in which language a person wants to read. */
final class Locales {
  private static final int HEADER_LIMIT = 500;

  private Locales() {}

  /** Returns the member {@code locale} (BCP 47); one that is no language tag is noted. */
  static Optional<Locale> read(Members body) {
    Optional<Locale> locale = body.optionalText("locale").map(Locale::forLanguageTag);
    if (locale.filter(wanted -> wanted.getLanguage().isEmpty()).isPresent()) {
      body.note("locale", "not_a_language", "Must be a language tag like en or de-AT.");
    }
    return locale;
  }

  /** Returns the first language the browser asks for; English if it asks for none we can read. */
  static Locale accepted(HttpRequest request) {
    String header = String.join(",", request.headers("Accept-Language"));
    if (header.isEmpty() || header.length() > HEADER_LIMIT) {
      return Locale.ENGLISH;
    }
    try {
      List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
      Locale first = Locale.forLanguageTag(ranges.get(0).getRange());
      return first.getLanguage().isEmpty() ? Locale.ENGLISH : first;
    } catch (IllegalArgumentException e) {
      return Locale.ENGLISH;
    }
  }
}
