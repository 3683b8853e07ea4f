package dev.gatehouse.principal;

import java.util.UUID;

/** Names one session of one account. Its text form, also in JSON and URLs, is a TypeID: {@code ses_…}. */
public record SessionId(UUID value) {
  private static final String PREFIX = "ses";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code ses_} and 26 base32 characters
   */
  public static SessionId parse(String text) {
    return new SessionId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
