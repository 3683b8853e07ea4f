package dev.gatehouse.principal;

import java.util.UUID;

/** Names one account for ever. Its text form, also in JSON and URLs, is a TypeID: {@code usr_…}. */
public record UserId(UUID value) {
  private static final String PREFIX = "usr";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code usr_} and 26 base32 characters
   */
  public static UserId parse(String text) {
    return new UserId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
