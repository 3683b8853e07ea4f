package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.account.StatusChange;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.apikey.ApiKeySettings;
import dev.gatehouse.apikey.Credits;
import dev.gatehouse.apikey.IssuedApiKey;
import dev.gatehouse.apikey.NewApiKey;
import dev.gatehouse.apikey.RotatedApiKey;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.net.Cidr;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ApiKeyId;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.ServiceId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.service.IssuedSecret;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * What {@link RolePropertyTest} says of roles, of everything that administrators do: with roles, accounts, API keys and
 * services. Two people help each other, with the keys and the secrets of services that they have or get, and with a third
 * whose account is blocked. Whenever one looks, now or later, all of that together may do nothing that it could not have
 * done had they sat still.
 */
final class AdministrationPropertyTest {
  private static final int STEPS = 150;
  private static final int HOURS = 48;
  private static final int STRIDE = 4;
  private static final ClientInfo NONE = ClientInfo.none();
  private static final Actor SETUP = Actor.system("setup");
  private static final List<String> ROLES =
      IntStream.range(0, 6).mapToObj(i -> "role" + i).toList();
  private static final List<String> NAMES = List.of("new0", "new1", "new2", "support");
  private static final List<Permission> QUESTIONS = Stream.of(
          "a:read", "a:write", "b:read", "b:write", "c:read", "c:write", "auth.users:read")
      .map(Permission::parse)
      .toList();

  private final SettableClock clock = new SettableClock();
  private final Instant beginning = clock.instant();
  private final TestGatehouse test = TestGatehouse.on(
      InMemoryStorage.create(),
      clock,
      builder ->
          builder.permissions("a:read", "a:write", "b:read", "b:write", "c:read", "c:write"));
  private final Gatehouse gatehouse = test.gatehouse();
  private final Conspiracy together = new Conspiracy(
      test, QUESTIONS, Stream.concat(ROLES.stream(), NAMES.stream()).toList());

  /** Whom they can do something about: themselves, and somebody who is none of them. */
  private final List<UserId> people = new ArrayList<>();

  private final List<ServiceId> services = new ArrayList<>();
  private final List<ApiKeyId> keys = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  @RepeatedTest(60)
  @DisplayName(
      "ADM-03: no sequence of calls about roles, accounts, keys and services gives those who call more than they had")
  void nobodyGainsAnything(RepetitionInfo round) {
    Random random = new Random(round.getCurrentRepetition());
    begin(random);
    List<Set<String>> before = futures();
    List<String> history = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      tries(random, history);
      if (random.nextInt(10) == 0) {
        clock.advance(Duration.ofMinutes(random.nextInt(20)));
      }
    }
    assertThat(history).as("calls that were allowed").isNotEmpty();
    List<Set<String>> after = futures();
    for (int i = 0; i < before.size(); i++) {
      Instant at = beginning.plus(Duration.ofHours((long) i * STRIDE));
      // What time has passed by now cannot be looked at any more.
      if (!at.isBefore(clock.instant())) {
        assertThat(before.get(i)).as(at + " after " + history).containsAll(after.get(i));
      }
    }
  }

  private void begin(Random random) {
    for (String name : ROLES) {
      RoleDefinition role = RoleDefinition.of(name).permitting(randomGrant(random));
      // Only those that are there already: no cycle.
      int known = ROLES.indexOf(name);
      boolean includes = known > 0 && random.nextBoolean();
      make(includes ? role.including(ROLES.get(random.nextInt(Math.max(known, 1)))) : role);
    }
    make(RoleDefinition.of("support").permitting("auth.users:read"));
    for (int i = 0; i < 2; i++) {
      together.people.add(person(random));
    }
    for (UserId person : together.people) {
      beginKey(random, Subject.user(person), true);
    }
    people.addAll(together.people);
    people.add(person(random));
    beginBlocked();
    for (int i = 0; i < 5; i++) {
      beginService(random, i);
    }
  }

  private void make(RoleDefinition role) {
    Role unused = gatehouse.roles().create(role, SETUP, NONE);
  }

  private UserId person(Random random) {
    UserId person = Samples.userId();
    assertThat(test.storage()
            .users()
            .insert(Samples.user(
                person, Samples.email(person.value() + "@example.org"), UserStatus.ACTIVE)))
        .isTrue();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      gatehouse.roleAssignments().assign(randomGrant(random, Subject.user(person)), SETUP, NONE);
    }
    return person;
  }

  /** Another of theirs, with a right of Gatehouse: one of the application would not keep anybody from enabling them. */
  private void beginBlocked() {
    UserId third = Samples.userId();
    assertThat(test.storage()
            .users()
            .insert(Samples.user(
                third, Samples.email(third.value() + "@example.org"), UserStatus.BLOCKED)))
        .isTrue();
    gatehouse.roleAssignments().assign(RoleGrant.of(Subject.user(third), "support"), SETUP, NONE);
    together.blocked.add(third);
    people.add(third);
  }

  /** One whose secret they have, two that are out of use, and two whose secret they do not have. */
  private void beginService(Random random, int which) {
    Set<String> audiences = which == 1 ? Set.of("orders") : Set.of(Conspiracy.HERE);
    IssuedSecret issued = gatehouse.services().register("s" + which, audiences, SETUP, NONE);
    ServiceId id = issued.service().id();
    services.add(id);
    gatehouse.roleAssignments().assign(randomGrant(random, Subject.service(id)), SETUP, NONE);
    beginKey(random, Subject.service(id), which == 0);
    if (which < 3) {
      together.has(id, issued.secret());
    }
    if (which == 2 || which == 3) {
      assertThat(gatehouse.services().disable(id, SETUP, NONE)).isTrue();
    }
  }

  private void beginKey(Random random, Subject owner, boolean theirs) {
    IssuedApiKey key = gatehouse.apiKeys().create(owner, randomKey(random, owner), SETUP, NONE);
    keys.add(key.key().id());
    if (theirs) {
      together.keys.put(key.key().id(), key.secret());
    }
  }

  private NewApiKey randomKey(Random random, Subject owner) {
    NewApiKey key = NewApiKey.named("k")
        .with(settings -> randomSettings(random, settings))
        .expiringIn(Duration.ofHours(1 + random.nextInt(30)));
    if (random.nextInt(4) == 0) {
      // They are nowhere near.
      key = key.with(settings -> settings.withAllowFrom(List.of(Cidr.parse("192.0.2.0/24"))));
    }
    boolean detached = owner.kind() == Subject.Kind.SERVICE && random.nextBoolean();
    return detached ? key.with(settings -> settings.withDetached(true)) : key;
  }

  private static ApiKeySettings randomSettings(Random random, ApiKeySettings settings) {
    ApiKeySettings named =
        random.nextBoolean() ? settings : settings.withRoles(List.of(oneOf(random, ROLES)));
    return random.nextInt(3) == 0 ? named : named.withPermissions(randomGrant(random));
  }

  private RoleGrant randomGrant(Random random, Subject subject) {
    String role = random.nextInt(5) == 0 ? "support" : oneOf(random, ROLES);
    RoleGrant grant = RoleGrant.of(subject, role);
    return random.nextBoolean()
        ? grant
        : grant.until(clock.instant().plus(Duration.ofHours(1 + random.nextInt(30))));
  }

  private static String randomGrant(Random random) {
    List<String> resources = List.of("a", "b", "c", "a", "b", "c", "a", "*");
    List<String> actions = List.of("read", "write", "*");
    return oneOf(random, resources) + ":" + oneOf(random, actions);
  }

  private static <T> T oneOf(Random random, List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private void tries(Random random, List<String> history) {
    Call call = oneOf(random, calls(random));
    Optional<Actor> by = together.actor(random);
    try {
      by.ifPresent(call.what());
      by.ifPresent(actor -> history.add(actor.kind() + " " + call.name()));
    } catch (AuthException refused) {
      assertThat(refused.code()).isNotNull();
    }
  }

  private record Call(String name, Consumer<Actor> what) {}

  private List<Call> calls(Random random) {
    UserId person = oneOf(random, people);
    ServiceId service = oneOf(random, services);
    Subject holder = random.nextInt(3) == 0 ? Subject.service(service) : Subject.user(person);
    return Stream.of(
            ofRoles(random, holder),
            ofKeys(random, oneOf(random, keys), holder),
            ofServices(random, service),
            ofPeople(random, person))
        .flatMap(List::stream)
        .toList();
  }

  private List<Call> ofRoles(Random random, Subject holder) {
    String name = random.nextInt(4) == 0 ? oneOf(random, NAMES) : oneOf(random, ROLES);
    RoleDefinition role = randomRole(random, name);
    RoleGrant grant = randomGrant(random, holder);
    return List.of(
        new Call("create role", by -> gatehouse.roles().create(role, by, NONE)),
        new Call("update role", by -> {
          long version = gatehouse.roles().find(name).map(Role::version).orElse(0L);
          gatehouse.roles().update(role, version, by, NONE);
        }),
        new Call("delete role", by -> gatehouse.roles().deleteWithAssignments(name, by, NONE)),
        new Call("assign", by -> gatehouse.roleAssignments().assign(grant, by, NONE)),
        new Call(
            "unassign", by -> gatehouse.roleAssignments().unassign(holder, name, "", by, NONE)),
        new Call(
            "replace",
            by -> gatehouse
                .roleAssignments()
                .replace(
                    holder, new HashSet<>(List.of(name, oneOf(random, ROLES))), "", by, NONE)));
  }

  private static RoleDefinition randomRole(Random random, String name) {
    RoleDefinition role = RoleDefinition.of(name);
    // A role without a right is worth something, too: routes can ask for it.
    role = random.nextInt(3) == 0 ? role : role.permitting(randomGrant(random));
    return random.nextBoolean() ? role : role.including(oneOf(random, ROLES));
  }

  private List<Call> ofKeys(Random random, ApiKeyId key, Subject owner) {
    NewApiKey wanted = randomKey(random, owner);
    Duration span = Duration.ofHours(1 + random.nextInt(40));
    return List.of(
        new Call("create key", by -> {
          IssuedApiKey made = gatehouse.apiKeys().create(owner, wanted, by, NONE);
          keys.add(made.key().id());
          together.keys.put(made.key().id(), made.secret());
        }),
        new Call(
            "update key",
            by -> gatehouse
                .apiKeys()
                .update(key, before -> changed(random, before, wanted), by, NONE)),
        new Call("rotate key", by -> {
          RotatedApiKey made = gatehouse.apiKeys().rotate(key, span, by, NONE);
          keys.add(made.key().id());
          together.keys.put(made.key().id(), made.secret());
        }),
        new Call("expire key", by -> gatehouse.apiKeys().expireIn(key, span, by, NONE)),
        new Call("disable key", by -> gatehouse.apiKeys().disable(key, "", by, NONE)),
        new Call("enable key", by -> gatehouse.apiKeys().enable(key, by, NONE)),
        new Call("quarantine key", by -> gatehouse.apiKeys().quarantine(key, "", by, NONE)),
        new Call(
            "set credits",
            by -> gatehouse.apiKeyCredits().set(key, Optional.of(Credits.daily(9)), by, NONE)));
  }

  private static ApiKeySettings changed(Random random, ApiKeySettings before, NewApiKey wanted) {
    return before
        .withRoles(wanted.settings().roles())
        .withPermissions(wanted.settings().permissions())
        .withAllowFrom(wanted.settings().allowFrom())
        .withDetached(
            random.nextBoolean() ? before.detached() : wanted.settings().detached());
  }

  private List<Call> ofServices(Random random, ServiceId service) {
    Set<String> audiences =
        random.nextBoolean() ? Set.of(Conspiracy.HERE) : Set.of(Conspiracy.HERE, "orders");
    return List.of(
        new Call("register service", by -> {
          String name = "n" + random.nextInt(1_000_000);
          IssuedSecret made = gatehouse.services().register(name, audiences, by, NONE);
          services.add(made.service().id());
          together.has(made.service().id(), made.secret());
        }),
        new Call(
            "rotate secret",
            by -> together.has(
                service, gatehouse.services().rotateSecret(service, by, NONE).secret())),
        new Call(
            "replace secrets",
            by -> together.has(
                service, gatehouse.services().replaceSecrets(service, by, NONE).secret())),
        new Call("end overlap", by -> gatehouse.services().endOverlap(service, by, NONE)),
        new Call(
            "change audiences",
            by -> gatehouse.services().changeAudiences(service, audiences, by, NONE)),
        new Call("disable service", by -> gatehouse.services().disable(service, by, NONE)),
        new Call("enable service", by -> gatehouse.services().enable(service, by, NONE)));
  }

  private List<Call> ofPeople(Random random, UserId person) {
    StatusChange change = randomChange(random);
    return List.of(
        new Call("change status", by -> gatehouse.users().changeStatus(person, change, by, NONE)),
        new Call(
            "enable account",
            by -> gatehouse
                .users()
                .changeStatus(
                    person, new StatusChange(UserStatus.ACTIVE, "", Optional.empty()), by, NONE)),
        new Call("reset password", by -> gatehouse.passwordReset().requestFor(person, by, NONE)),
        new Call("reset two-factor", by -> gatehouse.twoFactor().reset(person, "", by, NONE)));
  }

  /** Nobody comes back from CLOSED, and nobody goes back to PENDING. */
  private StatusChange randomChange(Random random) {
    List<UserStatus> some =
        List.copyOf(EnumSet.complementOf(EnumSet.of(UserStatus.PENDING, UserStatus.CLOSED)));
    UserStatus status = oneOf(random, some);
    Instant end = clock.instant().plus(Duration.ofHours(1 + random.nextInt(20)));
    return new StatusChange(
        status,
        "",
        status == UserStatus.PAUSED && random.nextBoolean() ? Optional.of(end) : Optional.empty());
  }

  /** Returns what they together may do at instants to come, as things stand. */
  private List<Set<String>> futures() {
    Instant now = clock.instant();
    List<Set<String>> futures = new ArrayList<>();
    for (int hour = 0; hour <= HOURS; hour += STRIDE) {
      clock.set(beginning.plus(Duration.ofHours(hour)));
      futures.add(together.rights());
    }
    clock.set(now);
    gatehouse.access().refresh();
    return futures;
  }
}
