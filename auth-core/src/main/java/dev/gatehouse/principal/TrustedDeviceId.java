package dev.gatehouse.principal;

import java.util.UUID;

/** Names one browser that is trusted to need no second factor. Its text form, also in JSON and URLs, is a TypeID: {@code dev_…}. It is no secret. */
public record TrustedDeviceId(UUID value) {
  private static final String PREFIX = "dev";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code dev_} and 26 base32 characters
   */
  public static TrustedDeviceId parse(String text) {
    return new TrustedDeviceId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
