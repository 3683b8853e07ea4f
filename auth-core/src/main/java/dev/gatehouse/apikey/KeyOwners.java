package dev.gatehouse.apikey;

import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.service.ServiceStore;
import java.util.Optional;

/** Those who can own keys. */
@FunctionalInterface
public interface KeyOwners {

  /** Returns the state of an owner; empty if there is no such owner, whose keys then open nothing. */
  Optional<OwnerState> find(Subject owner);

  /** Returns the accounts and the services of these stores as owners. */
  static KeyOwners of(UserStore users, ServiceStore services) {
    return owner -> switch (owner.kind()) {
      case USER -> users.find(new UserId(owner.id())).map(OwnerState::of);
      case SERVICE -> services.find(new ServiceId(owner.id())).map(OwnerState::of);
      case API_KEY -> Optional.empty();
    };
  }
}
