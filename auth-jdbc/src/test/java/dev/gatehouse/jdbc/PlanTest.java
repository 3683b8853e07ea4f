package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the plans of all statements on tables of production size: none may scan a whole table. */
final class PlanTest {
  /** The statements that one method of ApiKeySql makes; any other statement is made where its field is. */
  private static final int CLAIMS = 3;

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
      select pg_temp.id(i), 'u' || i || '@example.org', 'u' || i || '@example.org', i %% 200 > 0, 'n', 'en',
        case when i %% 200 > 0 then 'ACTIVE' else 'PENDING' end, '', null, now(), 0, 0,
        now() - i * interval '1 minute'
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
      insert into gatehouse.used_ids
      select sha256(i::text::bytea), now() + i * interval '1 second' from generate_series(1, %1$d) i;
      insert into gatehouse.services
      select pg_temp.id(i), 's' || i, '{a}', true, 0, '', now(), null, null, now()
      from generate_series(1, %1$d) i""";

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase();

  @BeforeAll
  static void fillTheTables() {
    new SchemaMigrator(DATABASE.direct(), JdbcSettings.defaults()).run(SchemaMode.CREATE);
    DATABASE.execute(BEFORE, String.format(FILL, USERS, SESSIONS), AFTER);
    assertThat(DATABASE.number("select reltuples from pg_class where relname = 'sessions'"))
        .isBetween(900_000L, 1_100_000L);
  }

  static Stream<Sql> statements() {
    return Stream.concat(Statements.ofStores().stream(), Bodies.of(DATABASE).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void usesAnIndexWhateverItsParameters(Sql sql) throws SQLException {
    assertThat(genericPlan(sql))
        // The heads of the chains, the signing keys and the locks are a page each.
        .doesNotContainPattern("Seq Scan on (?!audit_heads|signing_keys|role_locks)");
  }

  @Test
  void everyStatementOfTheSourcesIsAmongThem() throws IOException {
    assertThat(Statements.ofStores())
        .hasSize((int) Statements.inSources() + CLAIMS - 1)
        .extracting(Sql::name)
        .doesNotHaveDuplicates()
        .contains("users.find", "sessions.rotate", "audit.head", "invalidations.notify");
  }

  @Test
  void everyStatementInsideOfAFunctionIsAmongThem() {
    assertThat(Bodies.of(DATABASE))
        .extracting(Sql::name)
        .contains(
            "password_settings #1",
            "password_matches #1",
            "password_put #1",
            "password_replace #1",
            "password_delete #1",
            "delete_unproven_users #1",
            "login_lanes_reserve #5");
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
      for (int i = 1; text.indexOf('?') >= 0; i++) {
        text = text.replaceFirst("\\?", "\\$" + i);
      }
      int count = (int) Pattern.compile("\\$\\d+")
          .matcher(text)
          .results()
          .map(MatchResult::group)
          .distinct()
          .count();
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
