package dev.gatehouse.account;

import java.time.Duration;
import java.util.List;

/**
 * Settings of registration, verification and reset.
 *
 * @param registrationOpen whether strangers may register
 * @param verificationLifetime how long a verification link works; at most 7 days
 * @param resetLifetime how long a reset link works; at most 24 hours
 * @param mailWaits how long an address waits for its next mail of a kind: after the first, the second, … mail
 * @param mailForgetAfter after this long without a mail of that kind the waits start again
 * @param keepUnproven an account whose address was never proven is deleted after this long; at most 365 days
 */
public record AccountPolicy(
    boolean registrationOpen,
    Duration verificationLifetime,
    Duration resetLifetime,
    List<Duration> mailWaits,
    Duration mailForgetAfter,
    Duration keepUnproven) {
  /** Checks the bounds. */
  public AccountPolicy {
    requireBetween(
        "verification lifetime", verificationLifetime, Duration.ofMinutes(5), Duration.ofDays(7));
    requireBetween("reset lifetime", resetLifetime, Duration.ofMinutes(5), Duration.ofHours(24));
    mailWaits = List.copyOf(mailWaits);
    if (mailWaits.isEmpty()
        || mailWaits.stream().anyMatch(wait -> wait.isNegative() || wait.isZero())) {
      throw new IllegalArgumentException(
          "mail waits must be positive and at least one, were " + mailWaits);
    }
    if (mailForgetAfter.compareTo(mailWaits.get(mailWaits.size() - 1)) < 0) {
      throw new IllegalArgumentException(
          "mails are forgotten no sooner than after the last wait, was " + mailForgetAfter);
    }
    requireBetween(
        "time that unproven accounts are kept",
        keepUnproven,
        verificationLifetime,
        Duration.ofDays(365));
  }

  /** Open registration; links for 24 hours and 30 minutes; waits of 1 minute, 5 minutes and 1 hour; 7 days for a proof. */
  public static AccountPolicy defaults() {
    return new AccountPolicy(
        true,
        Duration.ofHours(24),
        Duration.ofMinutes(30),
        List.of(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofHours(1)),
        Duration.ofHours(24),
        Duration.ofDays(7));
  }

  /** Returns a copy that lets strangers register, or not. */
  public AccountPolicy withRegistrationOpen(boolean registrationOpen) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  /** Returns a copy with another lifetime of verification links. */
  public AccountPolicy withVerificationLifetime(Duration verificationLifetime) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  /** Returns a copy with another lifetime of reset links. */
  public AccountPolicy withResetLifetime(Duration resetLifetime) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  /** Returns a copy with other waits between mails. */
  public AccountPolicy withMailWaits(List<Duration> mailWaits) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  /** Returns a copy that starts the waits again after another time. */
  public AccountPolicy withMailForgetAfter(Duration mailForgetAfter) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  /** Returns a copy that keeps accounts without a proven address for another time. */
  public AccountPolicy withKeepUnproven(Duration keepUnproven) {
    return new AccountPolicy(
        registrationOpen,
        verificationLifetime,
        resetLifetime,
        mailWaits,
        mailForgetAfter,
        keepUnproven);
  }

  private static void requireBetween(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " must be between " + least + " and " + most + ", was " + value);
    }
  }
}
