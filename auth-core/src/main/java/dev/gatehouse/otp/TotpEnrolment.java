package dev.gatehouse.otp;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.TotpDeviceId;
import java.time.Instant;

/**
 * An authenticator app that is being set up: what its owner needs for it, shown this once.
 *
 * @param otpauthUri what the QR code says, for apps on the same device
 * @param manualKey the secret in base32 and groups of four, to be typed
 * @param qrSvg the QR code, as an SVG document that holds nothing but numbers
 * @param expiresAt ends the enrolment unless a code confirms it before
 */
public record TotpEnrolment(
    TotpDeviceId id, Secret otpauthUri, Secret manualKey, Secret qrSvg, Instant expiresAt) {}
