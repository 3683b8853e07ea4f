package dev.gatehouse.apikey;

import dev.gatehouse.error.ErrorCode;
import java.util.Locale;

/** Why a key was refused, in the order in which it is judged. */
public enum KeyRefusal {
  /** Not of the form of a key, or its checksum is wrong. */
  MALFORMED(ErrorCode.INVALID_API_KEY, "This is no API key of this application."),
  /** The secret of no key. */
  UNKNOWN(ErrorCode.INVALID_API_KEY, "This is no API key of this application."),
  /** Ended for ever. */
  REVOKED(ErrorCode.API_KEY_REVOKED, "This API key was revoked."),
  /** Switched off. */
  DISABLED(ErrorCode.API_KEY_REVOKED, "This API key is switched off."),
  /** Under suspicion. */
  QUARANTINED(
      ErrorCode.API_KEY_REVOKED, "This API key was taken out of use because it may have leaked."),
  /** Its time is over. */
  EXPIRED(ErrorCode.API_KEY_EXPIRED, "This API key has expired."),
  /** It was rotated, and the overlap has ended. */
  OVERLAP_ENDED(
      ErrorCode.API_KEY_EXPIRED, "This API key was replaced; use the one that replaced it."),
  /** Its owner may not act, or is gone. */
  OWNER_INACTIVE(ErrorCode.API_KEY_REVOKED, "The owner of this API key may not act at present."),
  /** Not to be used from this address. */
  NETWORK_NOT_ALLOWED(
      ErrorCode.NETWORK_NOT_ALLOWED, "This API key may not be used from this address."),
  /** Not granted to the key, or no longer held by its owner. */
  PERMISSION_MISSING(ErrorCode.PERMISSION_DENIED, "This API key lacks a permission."),
  /** A condition of what it was presented for is not met. */
  NOT_ADMITTED(ErrorCode.PERMISSION_DENIED, "This API key may not do this."),
  /** Used too often. */
  LIMITED(ErrorCode.RATE_LIMITED, "This API key is used too often."),
  /** Not enough left. */
  CREDITS_EXHAUSTED(ErrorCode.CREDITS_EXHAUSTED, "The credits of this API key are used up.");

  private final ErrorCode code;
  private final String detail;

  KeyRefusal(ErrorCode code, String detail) {
    this.code = code;
    this.detail = detail;
  }

  /** Returns the code for the caller. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the reason as events, counters and problem bodies write it, for example {@code owner_inactive}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String detail() {
    return detail;
  }
}
