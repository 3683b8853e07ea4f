package dev.gatehouse.principal;

import java.util.UUID;

/** Names one authenticator app of an account. Its text form, also in JSON and URLs, is a TypeID: {@code otp_…}. It is no secret. */
public record TotpDeviceId(UUID value) {
  private static final String PREFIX = "otp";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code otp_} and 26 base32 characters
   */
  public static TotpDeviceId parse(String text) {
    return new TotpDeviceId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
