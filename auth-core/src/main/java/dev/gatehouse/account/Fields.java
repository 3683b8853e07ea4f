package dev.gatehouse.account;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people may type into the fields of an account. */
final class Fields {
  private static final int NAME_LIMIT = 100;

  private Fields() {}

  static EmailAddress email(String pointer, String text) {
    return EmailAddress.parse(text)
        .orElseThrow(
            () -> invalid(pointer, "email_invalid", "Not an e-mail address we can write to."));
  }

  /** Returns the name in NFC, without blanks around it; empty is fine. */
  static String name(String pointer, String text) {
    String name = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    if (name.codePointCount(0, name.length()) > NAME_LIMIT) {
      throw invalid(pointer, "too_long", "A name has at most " + NAME_LIMIT + " characters.");
    }
    if (name.codePoints()
        .anyMatch(point ->
            Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE)) {
      throw invalid(pointer, "not_text", "A name is one line of text.");
    }
    return name;
  }

  static Map<String, String> withName(Map<String, String> values, User user) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("name", user.name());
    return all;
  }

  private static AuthException invalid(String pointer, String code, String detail) {
    return new AuthException(ErrorCode.VALIDATION_FAILED, "Some fields are not valid; see errors.")
        .with("errors", List.of(Map.of("pointer", pointer, "code", code, "detail", detail)));
  }
}
