package dev.gatehouse.password;

/**
 * Which passwords may be chosen. There are no composition rules: length and not being known to guessers are what
 * counts (NIST SP 800-63B-4, 3.1.1.2).
 *
 * @param minLength least number of code points after normalisation to NFC, 8 to 64
 * @param maxLength greatest number of code points after normalisation to NFC, 64 to 1024; longer ones are also
 *     refused at login, before anything is computed
 * @param checkCommon whether the 10,000 most common passwords are refused
 */
public record PasswordPolicy(int minLength, int maxLength, boolean checkCommon) {

  /** Validates the bounds. */
  public PasswordPolicy {
    if (minLength < 8 || minLength > 64) {
      throw new IllegalArgumentException("minLength must be between 8 and 64, was " + minLength);
    }
    if (maxLength < 64 || maxLength > 1024) {
      throw new IllegalArgumentException("maxLength must be between 64 and 1024, was " + maxLength);
    }
  }

  /** Returns 12 to 256 code points, common passwords refused. */
  public static PasswordPolicy defaults() {
    return new PasswordPolicy(12, 256, true);
  }
}
