package dev.gatehouse.rbac;

import java.time.Instant;
import java.util.List;

/** What names a role beside assignments and other roles: keys of an application, for example. */
@FunctionalInterface
public interface RoleUses {

  /** Returns what names the role and can still be used after an instant; its text form is shown to operators. */
  List<?> of(String role, Instant now, int limit);
}
