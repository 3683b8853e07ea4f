package dev.gatehouse.rbac;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Whom roles are assigned to: a person, a service, or an API key. */
public record Subject(Kind kind, UUID id) {
  /** The kinds of subjects. */
  public enum Kind {
    /** A person with an account. */
    USER,
    /** A service principal. */
    SERVICE,
    /** An API key. */
    API_KEY;

    /** Returns the kind as stores and messages write it, for example {@code api_key}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns a person. */
  public static Subject user(UserId id) {
    return new Subject(Kind.USER, id.value());
  }

  /** Returns a service. */
  public static Subject service(ServiceId id) {
    return new Subject(Kind.SERVICE, id.value());
  }

  /** Returns the subject whose rights an actor has; empty if the actor is no subject. */
  public static Optional<Subject> of(Actor actor) {
    return switch (actor.kind()) {
      case USER -> Optional.of(user(UserId.parse(actor.id())));
      case SERVICE -> Optional.of(service(ServiceId.parse(actor.id())));
      case API_KEY ->
        Optional.of(new Subject(Kind.API_KEY, ApiKeyId.parse(actor.id()).value()));
      case ANONYMOUS, SYSTEM -> Optional.empty();
    };
  }

  /** Reads the text form; empty if the text is none. */
  static Optional<Subject> parse(String text) {
    int colon = text.indexOf(':');
    try {
      Kind kind = Kind.valueOf(text.substring(0, Math.max(colon, 0)).toUpperCase(Locale.ROOT));
      return Optional.of(new Subject(kind, UUID.fromString(text.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the kind and the id, for example {@code user:0190…}. */
  @Override
  public String toString() {
    return kind.code() + ':' + id;
  }
}
