package dev.gatehouse.apikey;

import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import java.util.Optional;

/** Those who can own keys. */
@FunctionalInterface
public interface KeyOwners {

  /** Returns the state of an owner; empty if there is no such owner, whose keys then open nothing. */
  Optional<OwnerState> find(Subject owner);

  /** Returns the accounts of a store as owners, and nobody else. */
  static KeyOwners people(UserStore users) {
    return owner -> owner.kind() == Subject.Kind.USER
        ? users.find(new UserId(owner.id())).map(OwnerState::of)
        : Optional.empty();
  }
}
