package dev.gatehouse.benchmarks.access;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.User;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.guard.CallerRights;
import dev.gatehouse.guard.Rights;
import dev.gatehouse.password.HashSettings;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.principal.UserPrincipal;
import dev.gatehouse.rbac.Permission;
import dev.gatehouse.rbac.PermissionSet;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** A Gatehouse whose one user has a role with all that the holder holds. */
final class GatehouseAccess {
  /** The hash of some password; nobody logs in. */
  private static final String NOBODYS =
      "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

  private static final Actor SETUP = Actor.system("benchmark");

  private final Gatehouse gatehouse;
  private final UserId user;
  private final Permission[] questions;

  private GatehouseAccess(Holder holder) {
    this.gatehouse = Gatehouse.builder()
        .baseUrl("https://app.example.com")
        .secret(
            Secret.of(Base64.getEncoder().encodeToString(RandomSource.secure().bytes(32))))
        .storage(InMemoryStorage.create())
        .mailer(message -> {})
        .hashing(defaults -> HashSettings.insecureForTests())
        .permissions(holder.declared().toArray(String[]::new))
        .role("clerk", role -> role.permitting(holder.held().toArray(String[]::new)))
        .build();
    this.user = user();
    // Parsed anew, as a rule or an annotation would be: not the very objects of the catalogue.
    this.questions = holder.questions().stream().map(Permission::parse).toArray(Permission[]::new);
  }

  private UserId user() {
    User added =
        gatehouse.users().importUser("clerk@example.com", "", Locale.ENGLISH, NOBODYS, SETUP);
    gatehouse
        .roleAssignments()
        .assign(RoleGrant.of(Subject.user(added.id()), "clerk"), SETUP, ClientInfo.none());
    return added.id();
  }

  /** Asks the compiled set alone, once it is there. */
  static Decider set(Holder holder) {
    GatehouseAccess ours = new GatehouseAccess(holder);
    PermissionSet held = ours.gatehouse.access().permissionsOf(Subject.user(ours.user));
    Permission[] asked = ours.questions;
    return question -> held.implies(asked[question]);
  }

  /** Asks through the caches of assignments and roles, each with its lease. */
  static Decider access(Holder holder) {
    GatehouseAccess ours = new GatehouseAccess(holder);
    RoleAccess access = ours.gatehouse.access();
    Subject subject = Subject.user(ours.user);
    Permission[] asked = ours.questions;
    return question -> access.allows(subject, asked[question]);
  }

  /** Asks as the gate does: about a principal, of whatever kind it may be. */
  static Decider rights(Holder holder) {
    GatehouseAccess ours = new GatehouseAccess(holder);
    Rights rights = new CallerRights(ours.gatehouse.access(), ours.gatehouse.apiKeyRights());
    UserPrincipal principal =
        new UserPrincipal(ours.user, new SessionId(new UUID(0, 1)), Set.of("pwd"), Instant.EPOCH);
    Permission[] asked = ours.questions;
    return question -> rights.allows(principal, asked[question]);
  }
}
