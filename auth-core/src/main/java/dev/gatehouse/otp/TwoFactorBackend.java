package dev.gatehouse.otp;

/** The stores of this feature. */
public record TwoFactorBackend(
    TotpStore totp,
    RecoveryCodeStore recoveryCodes,
    TrustedDeviceStore trustedDevices,
    FactorAttemptStore attempts) {}
