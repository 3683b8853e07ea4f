package dev.gatehouse.rbac;

import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ApiKeyPrincipal;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.service.ServiceRecord;
import dev.gatehouse.session.Authentication;
import dev.gatehouse.testkit.TestGatehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** People who help each other, and every credential that came into their hands. */
final class Conspiracy {
  static final String HERE = "https://app.example.com";

  private final TestGatehouse test;
  private final List<Permission> questions;
  private final List<String> roles;
  final List<UserId> people = new ArrayList<>();

  /** Those whose account is blocked. Rights of the application keep nobody from enabling it: here they do not count. */
  final List<UserId> blocked = new ArrayList<>();

  final Map<ApiKeyId, Secret> keys = new LinkedHashMap<>();
  final Map<ServiceId, List<Secret>> services = new LinkedHashMap<>();

  /** Asks about these permissions and roles. */
  Conspiracy(TestGatehouse test, List<Permission> questions, List<String> roles) {
    this.test = test;
    this.questions = questions;
    this.roles = roles;
  }

  /** Notes a secret of a service. */
  void has(ServiceId service, Secret secret) {
    services.computeIfAbsent(service, unused -> new ArrayList<>()).add(secret);
  }

  /** Returns as whom one of them acts: in person, with a key, or with the secret of a service; empty if it does not work now. */
  Optional<Actor> actor(Random random) {
    int which = random.nextInt(people.size() * 4 + keys.size() + services.size());
    if (which < people.size() * 4) {
      return Optional.of(people.get(which / 4)).filter(this::mayAct).map(Actor::user);
    }
    which -= people.size() * 4;
    return which < keys.size()
        ? accepted(List.copyOf(keys.values()).get(which)).map(Actor::of)
        : Optional.of(List.copyOf(services.keySet()).get(which - keys.size()))
            .filter(this::acts)
            .map(Actor::service);
  }

  /** Returns what all of them together may do now, and by which roles. */
  Set<String> rights() {
    test.gatehouse().access().refresh();
    Set<String> together = new HashSet<>();
    people.stream().filter(this::mayAct).map(Subject::user).forEach(one -> held(one, together));
    blocked.stream().filter(this::mayAct).forEach(one -> administers(one, together));
    services.keySet().stream()
        .filter(this::acts)
        .map(Subject::service)
        .forEach(one -> held(one, together));
    keys.values().forEach(key -> accepted(key).ifPresent(caller -> lent(caller, together)));
    return together;
  }

  boolean mayAct(UserId person) {
    Instant now = test.clock().instant();
    User user = test.gatehouse().users().find(person).orElseThrow();
    return user.statusAt(now) == UserStatus.ACTIVE;
  }

  private void held(Subject subject, Set<String> together) {
    Access access = test.gatehouse().access().strict();
    PermissionSet rights = access.permissionsOf(subject);
    questions.stream().filter(rights::implies).map(Permission::text).forEach(together::add);
    together.addAll(access.rolesUntil(subject, Optional.of(test.clock().instant())));
  }

  private void administers(UserId person, Set<String> together) {
    PermissionSet rights = test.gatehouse().access().strict().permissionsOf(Subject.user(person));
    questions.stream()
        .filter(GatehousePermissions::concerns)
        .filter(rights::implies)
        .map(Permission::text)
        .forEach(together::add);
  }

  private void lent(ApiKeyPrincipal key, Set<String> together) {
    questions.stream()
        .filter(asked -> test.gatehouse().apiKeyRights().allows(key, asked))
        .map(Permission::text)
        .forEach(together::add);
    roles.stream()
        .filter(role -> test.gatehouse().apiKeyRights().hasRole(key, role))
        .forEach(together::add);
  }

  private Optional<ApiKeyPrincipal> accepted(Secret key) {
    Verification verdict =
        test.gatehouse().apiKeyVerifier().verify(key, KeyUse.by(ClientInfo.none()));
    return verdict.fold(yes -> Optional.of(yes.principal()), no -> Optional.empty());
  }

  /** Gets a token with a secret that works, and shows it here. */
  private boolean acts(ServiceId service) {
    return services.getOrDefault(service, List.of()).stream()
        .anyMatch(secret -> isLetIn(service, secret));
  }

  private boolean isLetIn(ServiceId service, Secret secret) {
    try {
      ServiceRecord proven = test.gatehouse()
          .tokenServices()
          .credentials()
          .authenticate(service.toString(), secret, ClientInfo.none());
      Secret token = test.gatehouse()
          .tokenServices()
          .issuer()
          .issue(proven, Optional.of(HERE))
          .token();
      return test.gatehouse().serviceAuthenticator().authenticate(token)
          instanceof Authentication.AuthenticatedService;
    } catch (AuthException refused) {
      return false;
    }
  }
}
