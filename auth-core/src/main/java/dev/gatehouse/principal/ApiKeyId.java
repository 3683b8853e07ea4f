package dev.gatehouse.principal;

import java.util.UUID;

/** Names one API key. Its text form, also in JSON and URLs, is a TypeID: {@code key_…}. It is no secret. */
public record ApiKeyId(UUID value) {
  private static final String PREFIX = "key";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code key_} and 26 base32 characters
   */
  public static ApiKeyId parse(String text) {
    return new ApiKeyId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
