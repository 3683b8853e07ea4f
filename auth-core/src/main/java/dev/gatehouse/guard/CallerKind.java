package dev.gatehouse.guard;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The condition that the caller has proven to be of one of these kinds, for example a person or a service. */
public record CallerKind(Set<Principal.Kind> kinds) implements Requirement {
  /**
   * Copies the kinds.
   *
   * @throws IllegalArgumentException if there are none, or anonymous is among them
   */
  public CallerKind {
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty() || kinds.contains(Principal.Kind.ANONYMOUS)) {
      throw new IllegalArgumentException(
          "the kinds of callers are some of USER, API_KEY and SERVICE, were " + kinds);
    }
  }

  /** Returns the condition that the caller is of one kind. */
  public static CallerKind of(Principal.Kind kind) {
    return new CallerKind(Set.of(kind));
  }

  @Override
  public Optional<AuthException> refusal(Asker asker) {
    if (kinds.contains(asker.principal().kind())) {
      return Optional.empty();
    }
    return new Authenticated()
        .refusal(asker)
        .or(() -> Optional.of(
            new AuthException(ErrorCode.PERMISSION_DENIED, "Callers of this kind may not do this.")
                .with("kinds", names())));
  }

  @Override
  public boolean admits(Principal.Kind kind) {
    return kinds.contains(kind);
  }

  private String names() {
    return new TreeSet<>(kinds)
        .stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "only " + names();
  }
}
