package dev.gatehouse.contract;

import static dev.gatehouse.testkit.Samples.NOW;
import static dev.gatehouse.testkit.Samples.TICK;
import static dev.gatehouse.testkit.Samples.email;
import static dev.gatehouse.testkit.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserQuery;
import dev.gatehouse.account.UserStatus;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleDefinition;
import dev.gatehouse.rbac.RoleGrant;
import dev.gatehouse.rbac.Subject;
import dev.gatehouse.testkit.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link UserStore#list} promises, as tests. Implement it in the test class of a backend. */
public interface UserListContract {

  /** Returns a fresh, empty storage; called once per test. */
  Storage storage();

  /** Puts seven accounts into a storage, oldest first; ids of one half look negative to Java. */
  private static List<User> accounts(Storage storage) {
    List<User> all = IntStream.range(0, 7)
        .mapToObj(i -> user(
            new UserId(new UUID(i < 4 ? i : Long.MIN_VALUE + i, 1)),
            email("Name" + (9 - i) + "@example.org"),
            i % 2 == 0 ? UserStatus.ACTIVE : UserStatus.BLOCKED))
        .toList();
    all.forEach(one -> assertThat(storage.users().insert(one)).isTrue());
    return all;
  }

  /** Returns all pages one after the other. */
  private static List<User> pages(UserStore users, UserQuery first) {
    List<User> all = new ArrayList<>();
    List<User> page = users.list(first, NOW);
    while (!page.isEmpty()) {
      assertThat(page.size()).isLessThanOrEqualTo(first.limit());
      all.addAll(page);
      page = users.list(first.after(page.get(page.size() - 1)), NOW);
    }
    return all;
  }

  private static List<User> some(List<User> all, int... numbers) {
    return IntStream.of(numbers).mapToObj(all::get).toList();
  }

  private static void assign(Storage storage, User user, String role, long secondsFromNow) {
    RoleGrant grant = RoleGrant.of(Subject.user(user.id()), role);
    assertThat(storage
            .roleAssignments()
            .put(new RoleAssignment(
                secondsFromNow == 0 ? grant : grant.until(NOW.plusSeconds(secondsFromNow)),
                Actor.system("test"),
                NOW)))
        .isTrue();
  }

  @Test
  default void listsAllAccountsNewestFirstPageByPage() {
    Storage storage = storage();
    List<User> all = accounts(storage);
    List<User> newestFirst = some(all, 6, 5, 4, 3, 2, 1, 0);
    assertThat(pages(storage.users(), UserQuery.all())).isEqualTo(newestFirst);
    assertThat(pages(storage.users(), UserQuery.all().atMost(3))).isEqualTo(newestFirst);
    assertThat(pages(storage.users(), UserQuery.all().atMost(1))).isEqualTo(newestFirst);
  }

  @Test
  default void listsAccountsOfAStatusNewestFirst() {
    Storage storage = storage();
    List<User> all = accounts(storage);
    UserQuery blocked = UserQuery.all().withStatus(UserStatus.BLOCKED);
    assertThat(pages(storage.users(), blocked.atMost(2))).isEqualTo(some(all, 5, 3, 1));
    assertThat(pages(storage.users(), UserQuery.all().withStatus(UserStatus.CLOSED)))
        .isEmpty();
  }

  @Test
  default void listsAccountsByTheBeginningOfTheirAddressInItsOrder() {
    Storage storage = storage();
    List<User> all = accounts(storage);
    User other = user(Samples.userId(), email("nam@example.org"), UserStatus.ACTIVE);
    assertThat(storage.users().insert(other)).isTrue();
    UserQuery named = UserQuery.all().withAddress("NAME");
    assertThat(pages(storage.users(), named.atMost(2))).isEqualTo(some(all, 6, 5, 4, 3, 2, 1, 0));
    assertThat(pages(storage.users(), UserQuery.all().withAddress("name7@example.org")))
        .isEqualTo(some(all, 2));
    assertThat(pages(storage.users(), named.withStatus(UserStatus.BLOCKED).atMost(2)))
        .isEqualTo(some(all, 5, 3, 1));
    assertThat(pages(storage.users(), UserQuery.all().withAddress("name7@example.org~")))
        .isEmpty();
    assertThat(pages(storage.users(), UserQuery.all().withAddress("name%"))).isEmpty();
    assertThat(pages(storage.users(), UserQuery.all().withAddress("name_"))).isEmpty();
  }

  @Test
  default void listsAccountsThatHaveARoleNewestFirst() {
    Storage storage = storage();
    List<User> all = accounts(storage);
    for (String name : List.of("reader", "writer")) {
      assertThat(storage.roles().insert(new Role(RoleDefinition.of(name), Role.Origin.CUSTOM, 0)))
          .isTrue();
    }
    List.of(0, 1, 4, 5).forEach(i -> assign(storage, all.get(i), "reader", 0));
    assign(storage, all.get(2), "writer", 0);
    UserQuery readers = UserQuery.all().withRole("reader");
    assertThat(pages(storage.users(), readers.atMost(3))).isEqualTo(some(all, 5, 4, 1, 0));
    assertThat(pages(storage.users(), readers.withStatus(UserStatus.ACTIVE).atMost(1)))
        .isEqualTo(some(all, 4, 0));
    assertThat(pages(storage.users(), readers.withAddress("name8"))).isEqualTo(some(all, 1));
    assertThat(pages(storage.users(), UserQuery.all().withRole("nobody"))).isEmpty();
  }

  @Test
  default void aRoleCountsUntilTheInstantOfItsEnd() {
    Storage storage = storage();
    List<User> all = accounts(storage);
    assertThat(storage.roles().insert(new Role(RoleDefinition.of("reader"), Role.Origin.CUSTOM, 0)))
        .isTrue();
    assign(storage, all.get(0), "reader", 10);
    UserQuery readers = UserQuery.all().withRole("reader");
    assertThat(storage.users().list(readers, NOW.plusSeconds(10).minus(TICK))).hasSize(1);
    assertThat(storage.users().list(readers, NOW.plusSeconds(10))).isEmpty();
  }

  @Test
  default void aPageShowsAccountsAsTheyAre() {
    Storage storage = storage();
    User user = Given.account(storage);
    User changed = storage.users().advanceEpoch(user.id(), true).orElseThrow();
    assertThat(storage.users().list(UserQuery.all(), NOW)).containsExactly(changed);
    assertThat(Optional.of(changed)).isEqualTo(storage.users().find(user.id()));
  }
}
