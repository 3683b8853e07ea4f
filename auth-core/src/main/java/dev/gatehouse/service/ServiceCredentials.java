package dev.gatehouse.service;

import dev.gatehouse.crypto.Digest;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.event.Events;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Verifies the secret of a service.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>Unknown service, wrong secret, ended secret and disabled service are one answer, {@code invalid_client}; which of them
 * it was stands in the audit trail. A text that cannot be a secret costs no look-up; any other costs exactly one, whether
 * or not there is such a service, and digests are compared in constant time. The store is asked each time: a disabled
 * service gets no token from any node.
 */
public final class ServiceCredentials {
  private static final Digest NOBODY = Digest.of("");

  private final ServiceStore services;
  private final Events events;
  private final InstantSource clock;

  /** Verifies against the given store. */
  public ServiceCredentials(ServiceStore services, Events events, InstantSource clock) {
    this.services = services;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Returns the service with that id and secret.
   *
   * @throws AuthException INVALID_CLIENT
   */
  public ServiceRecord authenticate(String clientId, Secret clientSecret, ClientInfo client) {
    Optional<ServiceId> id = id(clientId);
    Optional<Digest> presented = ServiceSecrets.parse(clientSecret);
    if (id.isEmpty() || presented.isEmpty()) {
      throw refused(id, "malformed", client);
    }
    Instant now = clock.instant();
    Optional<ServiceRecord> found =
        services.find(id.get()).filter(service -> service.id().equals(id.get()));
    boolean right = found
        .map(service -> service.accepts(presented.get(), now))
        .orElseGet(() -> NOBODY.equals(presented.get()));
    if (found.isEmpty() || !right) {
      throw refused(id, found.isEmpty() ? "unknown_service" : "wrong_secret", client);
    }
    if (!found.get().enabled()) {
      throw refused(id, "disabled", client);
    }
    return found.get();
  }

  private static Optional<ServiceId> id(String clientId) {
    try {
      return Optional.of(ServiceId.parse(clientId));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private AuthException refused(Optional<ServiceId> id, String reason, ClientInfo client) {
    EventDraft draft = EventDraft.of(EventType.SERVICE_REFUSED, client).refused(reason);
    events.deny(id.map(claimed -> draft.with("service", claimed.toString()).by(Actor.anonymous()))
        .orElse(draft));
    return new AuthException(
        ErrorCode.INVALID_CLIENT, "The client id or the client secret is wrong.");
  }
}
