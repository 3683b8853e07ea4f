package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import dev.gatehouse.Storage;
import dev.gatehouse.account.User;
import dev.gatehouse.password.PasswordHash;
import dev.gatehouse.testkit.Samples;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every contract of auth-contracts under the role that {@link Grants} makes, and what that role may not do. */
final class LeastPrivilegeTest implements StorageContracts {
  private static final String ROLE = "app_" + UUID.randomUUID().toString().replace("-", "");

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase(ROLE);

  private static final JdbcSettings SETTINGS =
      JdbcSettings.defaults().withSchemaMode(SchemaMode.VALIDATE);

  private static final DataSource POOL = poolOfTheRole();

  private final List<Storage> nodes = new ArrayList<>();

  @BeforeAll
  static void createTheSchemaAsItsOwner() {
    new SchemaMigrator(DATABASE.direct(), SETTINGS).run(SchemaMode.CREATE);
    DATABASE.execute(Grants.sql("gatehouse", ROLE));
  }

  @Override
  public Storage storage() {
    Storage storage = anotherNode();
    DATABASE.empty();
    return storage;
  }

  @Override
  public Storage anotherNode() {
    Storage storage = JdbcStorage.builder(POOL).settings(SETTINGS).build();
    nodes.add(storage);
    return storage;
  }

  @AfterEach
  void closeTheNodes() {
    nodes.forEach(Storage::close);
  }

  @Test
  @DisplayName(
      "Nodes of the version before log in beside new ones: no form of a function is forgotten")
  void everyFormOfAFunctionIsGranted() {
    assertThat(DATABASE.number("select count(*) from pg_proc where proname = 'login_lanes_reserve'"
            + " and has_function_privilege('" + ROLE + "', oid, 'execute')"))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @DisplayName(
      "Whoever steals the application's database role reads no hash and rewrites no history:")
  @ValueSource(
      strings = {
        "select digest from gatehouse.passwords",
        "select settings from gatehouse.passwords",
        "select * from gatehouse.passwords",
        "copy gatehouse.passwords to stdout",
        "update gatehouse.passwords set digest = ''",
        "insert into gatehouse.passwords values (gen_random_uuid(), '', '', now())",
        "delete from gatehouse.passwords",
        "update gatehouse.audit set outcome = 'success'",
        "delete from gatehouse.audit",
        "truncate gatehouse.audit",
        "delete from gatehouse.audit_heads",
        "insert into gatehouse.audit_heads values (99, 0, '')",
        "update gatehouse.audit_heads set lane = 99",
        "delete from gatehouse.users",
        "delete from gatehouse.api_keys",
        "delete from gatehouse.api_key_families",
        "delete from gatehouse.role_locks",
        "insert into gatehouse.role_locks values ('mine', gen_random_uuid())",
        "update gatehouse.role_locks set name = 'mine'",
        "truncate gatehouse.role_assignments",
        "update gatehouse.outbox set outcome = 'success'",
        "update gatehouse.schema_history set checksum = ''",
        "create table gatehouse.mine (id int)",
        "create function gatehouse.mine() returns int language sql as 'select 1'",
        "drop function gatehouse.password_settings(uuid)",
        "alter table gatehouse.audit add column mine int",
        "create schema mine"
      })
  void theRoleMayNot(String sql) {
    assertThat(refusal(sql)).isEqualTo("42501");
  }

  @Test
  void theRoleComparesADigestWithoutReadingIt() {
    Storage storage = storage();
    User user = Samples.user();
    storage.users().insert(user);
    storage.passwords().put(user.id(), new PasswordHash("$s", "right"), Samples.NOW);
    assertThat(storage.passwords().settings(user.id())).contains("$s");
    assertThat(storage.passwords().matches(user.id(), new PasswordHash("$s", "right")))
        .isTrue();
    assertThat(storage.passwords().matches(user.id(), new PasswordHash("$s", "wrong")))
        .isFalse();
  }

  @Test
  void anotherRoleMayNotEvenCallTheFunctions() {
    String stranger = ROLE + "_stranger";
    DATABASE.execute("create role " + stranger + " login");
    try {
      DATABASE.execute("grant usage on schema gatehouse to " + stranger);
      assertThat(refusal(stranger, "select gatehouse.password_settings(gen_random_uuid())"))
          .isEqualTo("42501");
    } finally {
      DATABASE.execute("drop owned by " + stranger, "drop role " + stranger);
    }
  }

  @Test
  void aFunctionCannotBeTurnedByTheCallersSearchPath() throws SQLException {
    try (Connection connection = DATABASE.directAs(ROLE).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create temporary table passwords (user_id uuid, settings text, digest text)");
      statement.execute("set search_path = pg_temp, gatehouse");
      statement.execute(
          "insert into passwords values ('" + new UUID(0, 0) + "', 'forged', 'forged')");
      try (var rows = statement.executeQuery(
          "select gatehouse.password_settings('" + new UUID(0, 0) + "') is null")) {
        assertThat(rows.next() && rows.getBoolean(1)).isTrue();
      }
    }
  }

  @Test
  void grantsMayBeRunAgainAndTakeAwayWhatIsTooMuch() {
    DATABASE.execute("grant select on gatehouse.passwords to " + ROLE);
    assertThat(refusal("select digest from gatehouse.passwords")).isEmpty();
    DATABASE.execute(Grants.sql("gatehouse", ROLE));
    assertThat(refusal("select digest from gatehouse.passwords")).isEqualTo("42501");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a;drop table x", "1a", "Ä", "a b"})
  void refusesARoleThatIsNoPlainIdentifier(String role) {
    assertThatIllegalArgumentException().isThrownBy(() -> Grants.sql("gatehouse", role));
    assertThatCode(() -> Grants.sql("gatehouse", "gatehouse_app")).doesNotThrowAnyException();
  }

  /** Returns the SQLSTATE with which the role is refused, or nothing. */
  private static String refusal(String sql) {
    return refusal(ROLE, sql);
  }

  private static String refusal(String role, String sql) {
    SQLException refused = catchThrowableOfType(SQLException.class, () -> {
      try (Connection connection = DATABASE.directAs(role).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    });
    return refused == null ? "" : refused.getSQLState();
  }

  private static DataSource poolOfTheRole() {
    HikariConfig config = DATABASE.poolConfigAs(ROLE);
    config.setConnectionTimeout(30_000);
    return DATABASE.opened(Pools.open(config));
  }
}
