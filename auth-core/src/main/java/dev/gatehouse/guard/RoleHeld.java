package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.util.List;
import java.util.Optional;

/** The condition that the caller has a role, assigned or included in one that is. */
public record RoleHeld(List<String> roles, Match match) implements Requirement {
  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if there are none
   */
  public RoleHeld {
    roles = List.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a condition asks for one role or more");
    }
  }

  /** Returns the condition that the caller has one of these roles. */
  public static RoleHeld of(String... roles) {
    return new RoleHeld(List.of(roles), Match.ANY);
  }

  @Override
  public Optional<AuthException> refusal(Asker asker) {
    Optional<AuthException> anonymous = new Authenticated().refusal(asker);
    if (anonymous.isPresent()) {
      return anonymous;
    }
    long held = roles.stream()
        .filter(role -> asker.rights().hasRole(asker.principal(), role))
        .count();
    boolean met = match == Match.ALL ? held == roles.size() : held > 0;
    return met
        ? Optional.empty()
        : Optional.of(
            new AuthException(ErrorCode.ROLE_REQUIRED, "This needs the role " + names() + '.')
                .with("roles", roles));
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return kind != Principal.Kind.ANONYMOUS;
  }

  private String names() {
    return String.join(match == Match.ALL ? " and " : " or ", roles);
  }

  @Override
  public String toString() {
    return "role " + names();
  }
}
