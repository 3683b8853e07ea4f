package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.event.EventType;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import java.util.function.Consumer;

/** Writes down whom the gate knew and turned away, on which route, and what was asked there. */
final class Refusals {
  private final Consumer<EventDraft> denials;

  Refusals(Consumer<EventDraft> denials) {
    this.denials = denials;
  }

  /** Reports a refusal of somebody who lacks a right, and returns it. */
  AuthException reported(
      Principal caller, ClientInfo client, Demand demand, AuthException refusal) {
    if (refusal.code().status() == 403 && caller.isAuthenticated()) {
      denials.accept(named(
          EventDraft.of(EventType.ACCESS_DENIED, client)
              .refused(refusal.code().code())
              .with("route", demand.route())
              .with("asked", demand.words())
              .with("detail", refusal.detail()),
          caller));
    }
    return refusal;
  }

  private static EventDraft named(EventDraft denial, Principal caller) {
    if (caller instanceof UserPrincipal user) {
      return denial.byOwner(user.userId());
    }
    if (caller instanceof ServicePrincipal service) {
      EventDraft byService = denial.by(Actor.service(service.serviceId()));
      return service.onBehalfOf().map(byService::about).orElse(byService);
    }
    if (caller instanceof ApiKeyPrincipal key) {
      EventDraft byKey = denial.by(Actor.apiKey(key.keyId()));
      return key.userId().map(byKey::about).orElse(byKey);
    }
    return denial;
  }
}
