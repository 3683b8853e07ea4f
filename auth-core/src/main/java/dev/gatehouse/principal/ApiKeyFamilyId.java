package dev.gatehouse.principal;

import java.util.UUID;

/**
 * Names an API key together with all keys that replaced it by rotation: they share credits and usage. Its text form is a
 * TypeID: {@code kfm_…}.
 */
public record ApiKeyFamilyId(UUID value) {
  private static final String PREFIX = "kfm";

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is anything but {@code kfm_} and 26 base32 characters
   */
  public static ApiKeyFamilyId parse(String text) {
    return new ApiKeyFamilyId(TypeId.parse(PREFIX, text));
  }

  @Override
  public String toString() {
    return TypeId.format(PREFIX, value);
  }
}
