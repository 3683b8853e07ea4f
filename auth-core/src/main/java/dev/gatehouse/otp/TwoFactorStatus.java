package dev.gatehouse.otp;

import java.util.List;

/**
 * What an account has of second factors.
 *
 * @param enabled the names of the factors that it has set up
 * @param recoveryCodesLeft how many are unused
 * @param isRequired whether it must have a second factor
 */
public record TwoFactorStatus(List<String> enabled, int recoveryCodesLeft, boolean isRequired) {
  /** Copies the list. */
  public TwoFactorStatus {
    enabled = List.copyOf(enabled);
  }
}
