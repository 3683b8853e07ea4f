package dev.gatehouse.principal;

import java.util.UUID;

/** Names one service principal for ever. Its text form, also in JSON, URLs and as {@code client_id}, is a TypeID: {@code svc_…}. */
public record ServiceId(UUID value) {
  private static final String PREFIX = "svc";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code svc_} and 26 base32 characters
   */
  public static ServiceId parse(String text) {
    return new ServiceId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
