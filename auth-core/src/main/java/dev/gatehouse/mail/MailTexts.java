package dev.gatehouse.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The sentences of all mails in all languages on board. A sentence that a language lacks is in English. */
final class MailTexts {
  private static final String FALLBACK = "en";
  private static final List<String> LANGUAGES = List.of(FALLBACK, "de");

  private final Map<String, Map<String, String>> byLanguage = new HashMap<>();

  MailTexts() {
    Map<String, String> english = read(FALLBACK);
    for (String language : LANGUAGES) {
      Map<String, String> texts = new HashMap<>(english);
      texts.putAll(read(language));
      byLanguage.put(language, Map.copyOf(texts));
    }
  }

  /** Returns the language on board that a person with that locale gets. */
  String language(Locale locale) {
    return byLanguage.containsKey(locale.getLanguage()) ? locale.getLanguage() : FALLBACK;
  }

  /** Returns a sentence; empty if there is none of that name. */
  String text(String language, String key) {
    return byLanguage.getOrDefault(language, Map.of()).getOrDefault(key, "");
  }

  private static Map<String, String> read(String language) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(resource("messages_" + language + ".properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> texts = new HashMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> texts.put(key, properties.getProperty(key, "")));
    return texts;
  }

  // ResourceBundle would fall back to the language of the server and can be told otherwise outside
  // of modules only.
  static String resource(String name) {
    try (InputStream in = MailTexts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar of auth-core lacks its mail resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
