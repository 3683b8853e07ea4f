package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the plans of all statements on tables of production size: none may scan a whole table. */
final class PlanTest {
  private static final int USERS = 20_000;
  private static final int SESSIONS = 100_000;

  private static final String BEFORE = """
      set synchronous_commit = off;
      set session_replication_role = replica;
      do $$ declare t record; begin
        for t in select oid::regclass as name from pg_class
            where relnamespace = 'gatehouse'::regnamespace and relkind = 'r' loop
          execute 'alter table ' || t.name || ' set (autovacuum_enabled = false)';
        end loop;
      end $$""";

  /**
   * Tells the planner of ten times as many rows on the same pages: 200,000 accounts and 1,000,000 sessions whose scan
   * seems ten times as cheap as it would be. Whoever takes an index here takes it in earnest.
   */
  private static final String AFTER = """
      analyze;
      update pg_class set reltuples = reltuples * 10
      where relnamespace = 'gatehouse'::regnamespace and reltuples >= 10000""";

  private static final String FILL = """
      create function pg_temp.id(i bigint) returns uuid language sql as
        $$ select ('01900000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid $$;
      insert into gatehouse.users
      select pg_temp.id(i), 'u' || i || '@example.org', 'u' || i || '@example.org', true, 'n', 'en', 'ACTIVE',
        '', null, now(), 0, 0, now()
      from generate_series(1, %1$d) i;
      insert into gatehouse.passwords select id, 's', 'd', now() from gatehouse.users;
      insert into gatehouse.sessions
      select pg_temp.id(i), pg_temp.id(1 + i %% %1$d), 0, '\\x00', 0, '{pwd}',
        'd', 'a', 'a', t, t, t, t + interval '14 days', t + interval '90 days',
        case when i %% 2 = 0 then t + interval '1 hour' end, case when i %% 2 = 0 then 'SIGNED_OUT' end
      from (select i, now() - i * interval '8 seconds' as t from generate_series(1, %2$d) i) g;
      insert into gatehouse.one_time_tokens
      select sha256(i::text::bytea), 'RESET_PASSWORD', pg_temp.id(i), 't', '', 0, 0,
        now() - i * interval '1 minute', now() - i * interval '1 minute' + interval '30 minutes', null
      from generate_series(1, %1$d) i;
      insert into gatehouse.registration_decoys
      select id, '', md5(id::text), false, '', '', 'PENDING', '', null, created_at, 0, 0, created_at
      from gatehouse.users;
      insert into gatehouse.mail_cooldowns
      select sha256(i::text::bytea), 1, now(), now() - i * interval '1 minute' from generate_series(1, %1$d) i;
      insert into gatehouse.login_lanes
      select sha256(i::text::bytea), 1, now(), now() + i * interval '1 second', now() + i * interval '1 minute',
        'PAIR', sha256((i / 3)::text::bytea), '\\x00' from generate_series(1, %1$d) i;
      insert into gatehouse.api_key_families
      select pg_temp.id(i), null, 'NONE', 0, now() from generate_series(1, %1$d) i;
      insert into gatehouse.api_keys
      select pg_temp.id(i), pg_temp.id(i), 'USER', pg_temp.id(1 + i / 10), sha256(i::text::bytea), 's', 'n', '{}',
        '{}', false, '{}', '{}', '{}', case when i %% 3 = 0 then 'REVOKED' else 'ACTIVE' end, '',
        now() - i * interval '10 minutes', now() + i * interval '10 minutes', null, null, '', 0, false, false, false
      from generate_series(1, %1$d) i;
      insert into gatehouse.api_key_usage
      select pg_temp.id(1 + i / 10), date_trunc('hour', now()) - i * interval '1 minute', pg_temp.id(1 + i / 10),
        'g', 'o' || i, 1
      from generate_series(1, %1$d) i;
      insert into gatehouse.roles
      select 'role' || i, '', '{a:b}', '{}', 'CUSTOM', 0 from generate_series(1, 10000) i;
      insert into gatehouse.role_assignments
      select 'USER', pg_temp.id(1 + i %% %1$d), 'role' || 1 + i %% 10000,
        case when i %% 2 = 0 then now() + i * interval '1 minute' end, '', 'SYSTEM', 'fill', now()
      from generate_series(1, %2$d) i on conflict do nothing;
      insert into gatehouse.audit
      select i %% 32, i / 32, pg_temp.id(i), now(), 't', 'o', 's', 'k', 'i', 'a', 'u', 'r', '{}', ''
      from generate_series(1, %1$d) i;
      insert into gatehouse.outbox (id, at, type, outcome, subject, actor_kind, actor_id, address, user_agent,
        request_id, data)
      select pg_temp.id(i), now() - i * interval '1 minute', 't', 'o', null, 'k', 'i', 'a', 'u', 'r', '{}'
      from generate_series(1, %1$d) i;
      insert into gatehouse.totp_devices
      select pg_temp.id(i), pg_temp.id(i), 'n', '', 0, now(), now() + i * interval '1 minute',
        case when i %% 10 > 0 then now() end, null
      from generate_series(1, %1$d) i;
      insert into gatehouse.recovery_codes
      select pg_temp.id(i), 'k', array[sha256(i::text::bytea)], now() from generate_series(1, %1$d) i;
      insert into gatehouse.trusted_devices
      select pg_temp.id(i), pg_temp.id(1 + i / 10), sha256(i::text::bytea), 0, 'n', 'a', now(), now(),
        now() + i * interval '1 minute'
      from generate_series(1, %1$d) i;
      insert into gatehouse.factor_attempts
      select pg_temp.id(i), 'totp', 1, 0, null, now() + i * interval '1 minute' from generate_series(1, %1$d) i;
      insert into gatehouse.services
      select pg_temp.id(i), 's' || i, '{a}', true, 0, '', now(), null, null, now()
      from generate_series(1, %1$d) i""";

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @BeforeAll
  static void fillTheTables() {
    new SchemaMigrator(DATABASE.direct(), JdbcSettings.defaults()).run(SchemaMode.CREATE);
    long begin = System.nanoTime();
    DATABASE.execute(BEFORE, String.format(FILL, USERS, SESSIONS), AFTER);
    assertThat(DATABASE.number("select reltuples from pg_class where relname = 'sessions'"))
        .isBetween(900_000L, 1_100_000L);
    System.out.println("[plans] statistics of 1,000,000 sessions in "
        + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
  }

  static Stream<Sql> statements() {
    return Stream.of(
        JdbcUserStore.INSERT,
        JdbcUserStore.FIND,
        JdbcUserStore.FIND_BY_EMAIL,
        JdbcUserStore.FIND_BY_EMAILS,
        UserLists.NEWEST,
        UserLists.OF_STATUS,
        UserLists.BY_ADDRESS,
        UserLists.OF_STATUS_BY_ADDRESS,
        UserLists.OF_ROLE,
        JdbcUserStore.CHANGE_PROFILE,
        JdbcUserStore.VERIFY_EMAIL,
        JdbcUserStore.CHANGE_EMAIL,
        JdbcUserStore.CHANGE_STATUS,
        JdbcUserStore.ADVANCE_EPOCH,
        JdbcUserStore.DELETE_DECOYS,
        JdbcOneTimeTokenStore.INSERT,
        JdbcOneTimeTokenStore.FIND,
        JdbcOneTimeTokenStore.CONSUME,
        JdbcOneTimeTokenStore.RESERVE_ATTEMPT,
        JdbcOneTimeTokenStore.REVOKE_ALL,
        JdbcOneTimeTokenStore.DELETE_EXPIRED,
        JdbcMailCooldownStore.RESERVE,
        JdbcMailCooldownStore.DELETE_FORGOTTEN,
        JdbcLockoutStore.GIVE_BACK,
        JdbcLockoutStore.DELETE_FORGOTTEN,
        SessionSql.OPEN,
        SessionSql.FIND,
        SessionSql.ROTATE,
        SessionSql.END,
        SessionSql.END_OLDEST,
        SessionSql.MOVE_TO_PRESENT_EPOCH,
        SessionSql.REAUTHENTICATE,
        SessionSql.PROVE,
        SessionSql.LIST,
        SessionSql.TOUCH,
        SessionSql.DELETE_OVER,
        ApiKeySql.INSERT,
        ApiKeySql.FIND_BY_DIGEST,
        ApiKeySql.FIND,
        ApiKeySql.LIST_OF_OWNER,
        ApiKeySql.LIST,
        ApiKeySql.NAMING,
        ApiKeySql.CHANGE,
        ApiKeySql.REVOKE,
        ApiKeySql.ROTATE,
        ApiKeySql.DELETE_ENDED,
        ApiKeySql.CLAIM_EXPIRING,
        ApiKeySql.CLAIM_ROTATION_DUE,
        ApiKeySql.CLAIM_EXPIRED,
        JdbcApiKeyCreditStore.SPEND,
        JdbcApiKeyCreditStore.ADD,
        JdbcApiKeyCreditStore.SET,
        JdbcApiKeyCreditStore.FIND,
        JdbcApiKeyUsageStore.ADD,
        JdbcApiKeyUsageStore.READ,
        JdbcApiKeyUsageStore.TOUCH,
        JdbcApiKeyUsageStore.DELETE_BEFORE,
        JdbcRoleStore.REVISION,
        JdbcRoleStore.LOCK,
        JdbcRoleStore.INSERT,
        JdbcRoleStore.UPDATE,
        JdbcRoleStore.CLAIM,
        JdbcRoleStore.HOLD,
        JdbcRoleStore.DELETE,
        JdbcRoleAssignmentStore.OF,
        JdbcRoleAssignmentStore.PUT,
        JdbcRoleAssignmentStore.REMOVE,
        JdbcRoleAssignmentStore.REMOVE_ALL,
        JdbcRoleAssignmentStore.HOLDERS,
        JdbcRoleAssignmentStore.LOCK_ADMINISTRATORS,
        JdbcRoleAssignmentStore.WHO_MAY_ACT,
        JdbcRoleAssignmentStore.DELETE_EXPIRED,
        TotpSql.BEGIN,
        TotpSql.LIST,
        TotpSql.RESERVE_TRY,
        TotpSql.CONFIRM,
        TotpSql.ADVANCE_STEP,
        TotpSql.RESEAL,
        TotpSql.REMOVE,
        TotpSql.REMOVE_ALL,
        TotpSql.DELETE_EXPIRED,
        JdbcRecoveryCodeStore.REPLACE,
        JdbcRecoveryCodeStore.FIND,
        JdbcRecoveryCodeStore.CONSUME,
        JdbcRecoveryCodeStore.REMOVE,
        JdbcTrustedDeviceStore.INSERT,
        JdbcTrustedDeviceStore.DELETE_SURPLUS,
        JdbcTrustedDeviceStore.USE,
        JdbcTrustedDeviceStore.LIST,
        JdbcTrustedDeviceStore.REMOVE,
        JdbcTrustedDeviceStore.REMOVE_ALL,
        JdbcTrustedDeviceStore.DELETE_EXPIRED,
        JdbcLockoutStore.LOCKS,
        JdbcLockoutStore.LOCK_OF_KEY,
        JdbcLockoutStore.LOCKS_ABOUT,
        JdbcLockoutStore.OPEN,
        JdbcFactorAttemptStore.RESERVE,
        JdbcFactorAttemptStore.LOCKED_UNTIL,
        JdbcFactorAttemptStore.SUCCEEDED,
        JdbcFactorAttemptStore.LIFT,
        JdbcFactorAttemptStore.CLEAR_ALL,
        JdbcFactorAttemptStore.DELETE_FORGOTTEN,
        JdbcAuditStore.APPEND,
        JdbcAuditStore.READ,
        JdbcOutboxStore.APPEND,
        JdbcOutboxStore.DELETE_BEFORE,
        ServiceSql.INSERT,
        ServiceSql.FIND,
        ServiceSql.LIST,
        ServiceSql.ROTATE,
        ServiceSql.REPLACE,
        ServiceSql.END_PREVIOUS,
        ServiceSql.CHANGE_AUDIENCES,
        ServiceSql.CHANGE_STATUS,
        ServiceSql.ADVANCE_EPOCH,
        ServiceSql.DELETE,
        // What the function that reserves guesses does inside.
        new Sql(
            "login_lanes_look",
            "select max(l.free_at) from unnest(?::bytea[]) as w (key)"
                + " join ${schema}.login_lanes l on l.key = w.key"),
        new Sql(
            "login_lanes_lock",
            "select 1 from ${schema}.login_lanes l where l.key = any (?::bytea[])"
                + " order by l.key for update"),
        // What the function that deletes ended keys does inside.
        new Sql(
            "api_keys_unnoted",
            "select n.id from ${schema}.api_keys n where n.status = 'REVOKED'"
                + " and n.revoked_noted_at is null order by n.id limit ?"),
        new Sql(
            "api_keys_noted",
            "select k.id from ${schema}.api_keys k where k.status = 'REVOKED'"
                + " and k.revoked_noted_at < ? order by k.revoked_noted_at limit ?"),
        new Sql(
            "api_keys_expired",
            "select k.id from ${schema}.api_keys k where k.expires_at < ?"
                + " order by k.expires_at limit ?"),
        new Sql(
            "api_keys_family",
            "delete from ${schema}.api_key_families f where f.id = any (?::uuid[])"
                + " and not exists (select 1 from ${schema}.api_keys k where k.family_id = f.id"
                + " and k.id <> all (?::uuid[]))"),
        // What the functions of the password store do inside.
        new Sql(
            "password_settings",
            "select settings from ${schema}.passwords p where p.user_id = ?::uuid"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void usesAnIndexWhateverItsParameters(Sql sql) throws SQLException {
    assertThat(genericPlan(sql))
        // The heads of the chains, the signing keys and the locks are a page each.
        .doesNotContainPattern("Seq Scan on (?!audit_heads|signing_keys|role_locks)");
  }

  @Test
  @DisplayName(
      "FP-01: the look-up of an address reads one index and one row, and prefers by a join and not by an order")
  void anAddressIsLookedUpAlikeWhetherOrNotItIsKnown() throws SQLException {
    assertThat(genericPlan(JdbcUserStore.FIND_BY_EMAIL))
        .contains("Left Join", "Index Scan using users_email_canonical_key on users u")
        .doesNotContain("Sort", "Append", "Limit");
  }

  /** The plan that the server keeps for a prepared statement, which is the one for all values alike. */
  private static String genericPlan(Sql sql) throws SQLException {
    try (Connection connection = DATABASE.direct().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_generic_plan");
      String text = new Schema("gatehouse").in(sql.text());
      int count = (int) text.chars().filter(c -> c == '?').count();
      for (int i = 1; i <= count; i++) {
        text = text.replaceFirst("\\?", "\\$" + i);
      }
      statement.execute("prepare p as " + text);
      String nulls =
          count == 0 ? "" : "(" + String.join(", ", Collections.nCopies(count, "null")) + ")";
      List<String> lines = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("explain execute p" + nulls)) {
        while (rows.next()) {
          lines.add(rows.getString(1));
        }
      }
      return String.join("\n", lines);
    }
  }
}
