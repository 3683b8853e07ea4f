package dev.gatehouse.service;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.cache.Invalidation;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What operators do with service principals. Every change names its actor and is recorded with what was before and after.
 * What a service may do is decided by the roles assigned to it; a new one has none.
 *
 * <h2>Security guarantees</h2>
 *
 * <p>A secret is shown once and kept as its SHA-256. A service has at most two live secrets, and the second only during a
 * rotation. Once a call has returned that disables or deletes a service, changes its audiences or replaces its secrets,
 * this node refuses all its earlier tokens, and every other node at the latest when its lease is over. Nobody gets a secret
 * of a service that may do what they may not, nor changes what becomes of one; nor gives a service more to do, or its use back,
 * unless they may do what it may without an end.
 */
public final class ServiceAdministration {
  private static final int LONGEST_PAGE = 100;
  private static final Actor SELF = Actor.system("gatehouse");

  private final ServiceStore services;
  private final AssignmentService roles;
  private final ServicePolicy policy;
  private final RandomSource random;
  private final Surroundings around;

  /** Works on the given store. */
  public ServiceAdministration(
      ServiceStore services,
      AssignmentService roles,
      ServicePolicy policy,
      RandomSource random,
      Surroundings around) {
    this.services = services;
    this.roles = roles;
    this.policy = policy;
    this.random = random;
    this.around = around;
  }

  /**
   * Registers a service that may get tokens for these audiences.
   *
   * @throws AuthException NAME_TAKEN or VALIDATION_FAILED
   */
  public IssuedSecret register(String name, Set<String> audiences, Actor by, ClientInfo client) {
    Secret secret = ServiceSecrets.issue(random);
    Instant now = around.now();
    ServiceRecord service = new ServiceRecord(
        new ServiceId(around.ids().next()),
        ServiceFields.name(name),
        ServiceFields.audiences(audiences),
        true,
        0,
        ServiceSecrets.digest(secret),
        now,
        Optional.empty(),
        now);
    around.transactions().run(() -> {
      if (!services.insert(service)) {
        throw new AuthException(ErrorCode.NAME_TAKEN, "There is a service named " + name + ".");
      }
      around
          .events()
          .record(draft(EventType.SERVICE_REGISTERED, service, by, client)
              .with("audiences.after", list(service.audiences())));
    });
    return new IssuedSecret(service, secret);
  }

  /** Returns the service with that id, disabled or not. */
  public Optional<ServiceRecord> find(ServiceId id) {
    return services.find(id);
  }

  /** Returns the services after the given one, oldest first, at most 100; begin with {@code Optional.empty()}. */
  public List<ServiceRecord> list(Optional<ServiceId> after, int limit) {
    return services.list(after, Math.max(1, Math.min(limit, LONGEST_PAGE)));
  }

  /** Rotates the secret with the overlap of the policy. See {@link #rotateSecret(ServiceId, Duration, Actor, ClientInfo)}. */
  public IssuedSecret rotateSecret(ServiceId id, Actor by, ClientInfo client) {
    return rotateSecret(id, policy.overlap(), by, client);
  }

  /**
   * Gives a service a new secret; the one it had works on until the overlap is over. Tokens are not touched.
   *
   * @throws AuthException PERMISSION_NOT_HELD; ROTATION_UNDER_WAY if two secrets are live already, NOT_FOUND, or VALIDATION_FAILED for an
   *     overlap that is not 0 to 30 days
   */
  public IssuedSecret rotateSecret(ServiceId id, Duration overlap, Actor by, ClientInfo client) {
    Secret secret = ServiceSecrets.issue(random);
    Instant now = around.now();
    Instant oldEndsAt = now.plus(ServiceFields.overlap(overlap));
    SecretRotation rotation = new SecretRotation(id, ServiceSecrets.digest(secret), now, oldEndsAt);
    return around.transactions().call(() -> {
      roles.requireNoLessThan(Subject.service(id), Optional.empty(), by, client);
      ServiceRecord service = services.rotate(rotation).orElseThrow(() -> notRotated(id));
      around
          .events()
          .record(draft(EventType.SERVICE_SECRET_ROTATED, service, by, client)
              .with("secrets", "overlapping")
              .with("oldEndsAt", oldEndsAt.toString()));
      return new IssuedSecret(service, secret);
    });
  }

  /**
   * Gives a service a new secret and ends every other secret and every token at once: for a secret that others may know.
   *
   * @throws AuthException NOT_FOUND or PERMISSION_NOT_HELD
   */
  public IssuedSecret replaceSecrets(ServiceId id, Actor by, ClientInfo client) {
    Secret secret = ServiceSecrets.issue(random);
    Instant now = around.now();
    SecretRotation rotation = new SecretRotation(id, ServiceSecrets.digest(secret), now, now);
    return around.transactions().call(() -> {
      roles.requireNoLessThan(Subject.service(id), Optional.empty(), by, client);
      ServiceRecord service =
          services.replace(rotation).orElseThrow(ServiceAdministration::notFound);
      around
          .events()
          .record(draft(EventType.SERVICE_SECRET_ROTATED, service, by, client)
              .with("secrets", "replaced"));
      forget(id);
      return new IssuedSecret(service, secret);
    });
  }

  /**
   * Ends the overlap of a rotation now; false if only one secret is live.
   *
   * @throws AuthException PERMISSION_NOT_HELD
   */
  public boolean endOverlap(ServiceId id, Actor by, ClientInfo client) {
    return around.transactions().call(() -> {
      roles.requireNoLessThan(Subject.service(id), Optional.of(around.now()), by, client);
      if (!services.endPrevious(id, around.now())) {
        return false;
      }
      ServiceRecord service = services.find(id).orElseThrow(ServiceAdministration::notFound);
      around
          .events()
          .record(draft(EventType.SERVICE_SECRET_ROTATED, service, by, client)
              .with("secrets", "overlap ended"));
      return true;
    });
  }

  /**
   * Sets the audiences a service may get tokens for; its earlier tokens end.
   *
   * @throws AuthException NOT_FOUND, VALIDATION_FAILED, PERMISSION_NOT_HELD, or VERSION_CONFLICT if somebody else changes the
   *     service at the same moment; nothing is changed then
   */
  public ServiceRecord changeAudiences(
      ServiceId id, Set<String> audiences, Actor by, ClientInfo client) {
    Set<String> wanted = ServiceFields.audiences(audiences);
    return around.transactions().call(() -> {
      ServiceRecord before = services.find(id).orElseThrow(ServiceAdministration::notFound);
      // Elsewhere, too, it may act for longer than the actor's own roles last.
      Optional<Instant> until =
          before.audiences().containsAll(wanted) ? Optional.of(around.now()) : Optional.empty();
      roles.requireNoLessThan(Subject.service(id), until, by, client);
      ServiceRecord after =
          services.changeAudiences(id, wanted).orElseThrow(ServiceAdministration::notFound);
      if (after.epoch() != before.epoch() + 1) {
        // What the actor must hold was judged by audiences that somebody has changed meanwhile.
        throw new AuthException(ErrorCode.VERSION_CONFLICT, "Read the service again, then decide.");
      }
      around
          .events()
          .record(draft(EventType.SERVICE_CHANGED, after, by, client)
              .with("audiences.before", list(before.audiences()))
              .with("audiences.after", list(after.audiences())));
      forget(id);
      return after;
    });
  }

  /** Takes a service out of use, its tokens at once; false if it is not there or disabled already. */
  public boolean disable(ServiceId id, Actor by, ClientInfo client) {
    return changeStatus(id, false, EventType.SERVICE_DISABLED, by, client);
  }

  /** Puts a service back into use; its earlier tokens stay dead. False if it is not there or enabled already. */
  public boolean enable(ServiceId id, Actor by, ClientInfo client) {
    return changeStatus(id, true, EventType.SERVICE_ENABLED, by, client);
  }

  private boolean changeStatus(
      ServiceId id, boolean enabled, EventType type, Actor by, ClientInfo client) {
    return around.transactions().call(() -> {
      // Enabled, it may act for longer than the actor's own roles last.
      Optional<Instant> until = enabled ? Optional.empty() : Optional.of(around.now());
      roles.requireNoLessThan(Subject.service(id), until, by, client);
      Optional<ServiceRecord> changed = services.changeStatus(id, enabled);
      changed.ifPresent(service -> {
        around
            .events()
            .record(draft(type, service, by, client)
                .with("status.before", status(!enabled))
                .with("status.after", status(enabled)));
        forget(id);
      });
      return changed.isPresent();
    });
  }

  /**
   * Deletes a service for ever, its tokens at once and its roles with it; false if it is not there. Its name is free again,
   * its id is not.
   *
   * @throws AuthException PERMISSION_NOT_HELD
   */
  public boolean delete(ServiceId id, Actor by, ClientInfo client) {
    return around.transactions().call(() -> {
      roles.requireNoLessThan(Subject.service(id), Optional.of(around.now()), by, client);
      Optional<ServiceRecord> deleted = services.delete(id);
      deleted.ifPresent(service -> {
        around
            .events()
            .record(draft(EventType.SERVICE_DELETED, service, by, client)
                .with("status.before", status(service.enabled()))
                .with("audiences.before", list(service.audiences())));
        roles.replace(Subject.service(id), Set.of(), "the service was deleted", SELF, client);
        forget(id);
      });
      return deleted.isPresent();
    });
  }

  private AuthException notRotated(ServiceId id) {
    return services
        .find(id)
        .map(there -> new AuthException(
            ErrorCode.ROTATION_UNDER_WAY, "Two secrets are live; end the overlap first."))
        .orElseGet(ServiceAdministration::notFound);
  }

  private static EventDraft draft(
      EventType type, ServiceRecord service, Actor by, ClientInfo client) {
    return EventDraft.of(type, client)
        .by(by)
        .with("service", service.id().toString())
        .with("name", service.name());
  }

  private void forget(ServiceId id) {
    around
        .transactions()
        .afterCommit(() -> around
            .invalidations()
            .publish(new Invalidation(Invalidation.Kind.SERVICE, id.toString())));
  }

  private static AuthException notFound() {
    return new AuthException(ErrorCode.NOT_FOUND, "There is no such service.");
  }

  private static String status(boolean enabled) {
    return enabled ? "enabled" : "disabled";
  }

  private static String list(Set<String> audiences) {
    return String.join(" ", new TreeSet<>(audiences));
  }
}
