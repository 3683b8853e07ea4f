package dev.gatehouse.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.testkit.Samples;
import dev.gatehouse.testkit.SettableClock;
import dev.gatehouse.testkit.TestGatehouse;
import dev.gatehouse.testkit.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Two people who may administer roles do whatever they like, and help each other. Whenever one looks, now or later, the
 * two together may do nothing that they could not have done had they sat still.
 */
final class RolePropertyTest {
  private static final int STEPS = 120;
  private static final List<String> ROLES =
      IntStream.range(0, 6).mapToObj(i -> "role" + i).toList();
  private static final List<Permission> QUESTIONS = Stream.of("a", "b", "c")
      .flatMap(resource ->
          Stream.of("read", "write").map(action -> Permission.parse(resource + ":" + action)))
      .toList();

  private final SettableClock clock = new SettableClock();
  private final Instant beginning = clock.instant();
  private final TestGatehouse test = TestGatehouse.on(
      InMemoryStorage.create(),
      clock,
      builder ->
          builder.permissions("a:read", "a:write", "b:read", "b:write", "c:read", "c:write"));
  private final List<UserId> people = new ArrayList<>();

  @RepeatedTest(150)
  @DisplayName("ADM-03: no sequence of calls gives those who call more than they had, now or later")
  void nobodyGainsAnything(RepetitionInfo round) {
    try (test) {
      Random random = new Random(round.getCurrentRepetition());
      begin(random);
      List<Set<String>> before = futures();
      int allowed = 0;
      for (int step = 0; step < STEPS; step++) {
        allowed += tries(() -> act(random)) ? 1 : 0;
        if (random.nextInt(10) == 0) {
          clock.advance(Duration.ofMinutes(random.nextInt(10)));
        }
      }
      assertThat(allowed).as("calls that were allowed").isPositive();
      List<Set<String>> after = futures();
      for (int hour = 0; hour < before.size(); hour++) {
        // What time has passed by now cannot be looked at any more.
        if (!beginning.plus(Duration.ofHours(hour)).isBefore(clock.instant())) {
          assertThat(before.get(hour)).as("hour " + hour).containsAll(after.get(hour));
        }
      }
    }
  }

  private void begin(Random random) {
    Actor setup = Actor.system("setup");
    for (String name : ROLES) {
      RoleDefinition role = RoleDefinition.of(name).permitting(randomGrant(random));
      // Only those that are there already: no cycle.
      int known = ROLES.indexOf(name);
      if (known > 0 && random.nextBoolean()) {
        role = role.including(ROLES.get(random.nextInt(known)));
      }
      Role unused = test.gatehouse().roles().create(role, setup, ClientInfo.none());
    }
    for (int i = 0; i < 2; i++) {
      UserId person = Samples.userId();
      assertThat(test.storage()
              .users()
              .insert(
                  Samples.user(person, Samples.email("p" + i + "@example.org"), UserStatus.ACTIVE)))
          .isTrue();
      people.add(person);
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        test.gatehouse()
            .roleAssignments()
            .assign(randomAssignment(random, person), setup, ClientInfo.none());
      }
    }
  }

  private RoleGrant randomAssignment(Random random, UserId person) {
    RoleGrant grant = RoleGrant.of(Subject.user(person), oneOf(random, ROLES));
    return random.nextBoolean()
        ? grant
        : grant.until(beginning.plus(Duration.ofHours(1 + random.nextInt(30))));
  }

  private static String randomGrant(Random random) {
    List<String> resources = List.of("a", "b", "c", "*");
    List<String> actions = List.of("read", "write", "*");
    return oneOf(random, resources) + ":" + oneOf(random, actions);
  }

  private static <T> T oneOf(Random random, List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private void act(Random random) {
    Actor by = Actor.user(oneOf(random, people));
    UserId target = oneOf(random, people);
    RoleService roles = test.gatehouse().roles();
    AssignmentService assignments = test.gatehouse().roleAssignments();
    String name = random.nextInt(4) == 0 ? "new" + random.nextInt(3) : oneOf(random, ROLES);
    switch (random.nextInt(7)) {
      case 0 -> roles.create(randomRole(random, name), by, ClientInfo.none());
      case 1 -> {
        long version = roles.find(name).map(Role::version).orElse(0L);
        roles.update(randomRole(random, name), version, by, ClientInfo.none());
      }
      case 2 -> roles.delete(name, by, ClientInfo.none());
      case 3 -> assignments.unassign(Subject.user(target), name, "", by, ClientInfo.none());
      case 4 ->
        assignments.replace(
            Subject.user(target),
            new HashSet<>(List.of(name, oneOf(random, ROLES))),
            "",
            by,
            ClientInfo.none());
      default ->
        assignments.assign(
            new RoleGrant(
                Subject.user(target), name, randomAssignment(random, target).expiresAt(), ""),
            by,
            ClientInfo.none());
    }
  }

  private static RoleDefinition randomRole(Random random, String name) {
    RoleDefinition role = RoleDefinition.of(name);
    // A role without a right is worth something, too: routes can ask for it.
    role = random.nextInt(3) == 0 ? role : role.permitting(randomGrant(random));
    return random.nextBoolean() ? role : role.including(oneOf(random, ROLES));
  }

  private static boolean tries(Runnable call) {
    try {
      call.run();
      return true;
    } catch (AuthException refused) {
      return false;
    }
  }

  /** Returns which rights and roles the two together have at the beginning of each hour to come, as things stand. */
  private List<Set<String>> futures() {
    Instant now = clock.instant();
    List<Set<String>> futures = new ArrayList<>();
    for (int hour = 0; hour <= 48; hour++) {
      clock.set(beginning.plus(Duration.ofHours(hour)));
      Set<String> together = new HashSet<>();
      Access access = test.gatehouse().access().strict();
      for (UserId person : people) {
        PermissionSet rights = access.permissionsOf(Subject.user(person));
        QUESTIONS.stream().filter(rights::implies).map(Permission::text).forEach(together::add);
        together.addAll(access.rolesUntil(Subject.user(person), Optional.of(clock.instant())));
      }
      futures.add(together);
    }
    clock.set(now);
    return futures;
  }
}
