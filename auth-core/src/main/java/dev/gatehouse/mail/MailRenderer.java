package dev.gatehouse.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Makes a message of a template, a language and values. */
final class MailRenderer {
  private static final int MAXIMUM_VALUE = 200;
  private static final List<String> SENTENCES = List.of("title", "body", "action", "note");
  private static final List<String> DETAILS = List.of("device", "address", "time", "email");

  private final MailSettings settings;
  private final MailTexts texts = new MailTexts();
  private final Layout text = new Layout(MailTexts.resource("layout.txt"));
  private final Layout html = new Layout(MailTexts.resource("layout.html"));

  MailRenderer(MailSettings settings) {
    this.settings = settings;
  }

  MailMessage render(MailTemplate template, String to, Locale locale, Map<String, String> values) {
    String language = texts.language(locale);
    Map<String, String> places = places(template, language, values);
    SENTENCES.forEach(name -> places.put(name, sentence(template, language, name, places)));
    String subject = sentence(template, language, "subject", places);
    places.put("subject", subject);
    return new MailMessage(
        template.id(),
        to,
        subject,
        text.fill(places, UnaryOperator.identity()),
        html.fill(places, MailText::html));
  }

  private Map<String, String> places(
      MailTemplate template, String language, Map<String, String> values) {
    Map<String, String> places = new HashMap<>();
    places.put("language", language);
    places.put("app", settings.appName());
    places.put("home", settings.home());
    places.put("link", settings.link(template.page(), values.getOrDefault("token", "")));
    places.put("fallback", texts.text(language, "fallback"));
    places.put("name", chosen(template, values, "name"));
    for (String detail : DETAILS) {
      places.put(detail, chosen(template, values, detail));
      places.put(detail + "_label", texts.text(language, detail + "_label"));
    }
    String greeting = chosen(template, values, "name").isEmpty() ? "greeting" : "greeting_named";
    places.put("greeting", filled(texts.text(language, greeting), places));
    return places;
  }

  // A mail that anybody can cause must not carry words of anybody to a stranger's inbox.
  private static String chosen(MailTemplate template, Map<String, String> values, String name) {
    return template.isPersonal() ? MailText.line(values.getOrDefault(name, ""), MAXIMUM_VALUE) : "";
  }

  private String sentence(
      MailTemplate template, String language, String name, Map<String, String> places) {
    return filled(texts.text(language, template.id() + '.' + name), places);
  }

  private static String filled(String sentence, Map<String, String> places) {
    return new Layout(sentence).fill(places, UnaryOperator.identity());
  }
}
