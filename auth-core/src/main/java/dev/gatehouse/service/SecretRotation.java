package dev.gatehouse.service;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.principal.ServiceId;
import java.time.Instant;

/**
 * A change of a service's secret, as a store carries it out.
 *
 * @param oldEndsAt when the secret that was the newest until now ends; {@code now} for at once
 */
public record SecretRotation(ServiceId service, Digest successor, Instant now, Instant oldEndsAt) {}
