package dev.gatehouse.apikey;

import dev.gatehouse.rbac.Subject;
import java.util.Optional;

/** Those who can own keys. */
@FunctionalInterface
public interface KeyOwners {

  /** Returns the state of an owner; empty if there is no such owner, whose keys then open nothing. */
  Optional<OwnerState> find(Subject owner);
}
