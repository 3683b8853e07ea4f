package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.jdbc.CrashPerson.Step;
import dev.gatehouse.jdbc.CrashPerson.Told;
import dev.gatehouse.principal.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** What the database says, at one time, of what people did: the rows of each step, and its events in trail and outbox. */
final class CrashLedger {
  private final Map<String, UserId> accounts = new HashMap<>();
  private final Map<String, Long> audit;
  private final Map<String, Long> outbox;
  private final Map<Step, Map<String, Long>> effects;

  private CrashLedger(Connection connection) throws SQLException {
    counts(connection, "select email_canonical || ' ' || id from gatehouse.users").keySet().stream()
        .map(row -> row.split(" ", 2))
        .forEach(row -> accounts.put(row[0], new UserId(UUID.fromString(row[1]))));
    audit = counts(connection, "select concat(type, ' ', subject) from gatehouse.audit");
    outbox = counts(connection, "select concat(type, ' ', subject) from gatehouse.outbox");
    effects = Map.of(
        Step.REGISTERED,
        counts(connection, "select id from gatehouse.users"),
        Step.VERIFIED,
        counts(
            connection,
            "select id from gatehouse.users join gatehouse.passwords on user_id = id"
                + " where email_verified and status = 'ACTIVE'"),
        Step.LOGGED_IN,
        counts(connection, "select user_id from gatehouse.sessions"),
        Step.CHANGED,
        counts(connection, "select id from gatehouse.users where credential_epoch > 0"),
        Step.LOGGED_OUT,
        counts(
            connection,
            "select user_id from gatehouse.sessions where ended_at is not null"
                + " and end_reason = 'SIGNED_OUT'"));
  }

  static CrashLedger read(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return new CrashLedger(connection);
    }
  }

  /**
   * Compares the rows and events of a step with what the client was told; returns whether the client was told that it failed
   * and it is there, whole: its commit was under way when the server died, and nobody can tell the client.
   */
  boolean isInDoubt(CrashPerson person, Step step) {
    UserId account = accounts.get(person.email());
    String name = person.email() + " " + step;
    long trail = account == null ? 0 : count(audit, step.event() + " " + account);
    long sent = account == null ? 0 : count(outbox, step.event() + " " + account.value());
    long effect = account == null
        ? 0
        : count(effects.getOrDefault(step, Map.of()), account.value().toString());
    assertThat(trail)
        .as("%s in the trail", name)
        .isEqualTo(sent)
        .isEqualTo(effect)
        .isBetween(0L, 1L);
    Told told = person.told(step);
    if (told != Told.REFUSED) {
      assertThat(trail).as("%s, told %s", name, told).isEqualTo(told == Told.DONE ? 1 : 0);
    }
    return told == Told.REFUSED && trail == 1;
  }

  /** Returns whether the event of a step is there. */
  boolean has(CrashPerson person, Step step) {
    UserId account = accounts.get(person.email());
    return account != null && count(audit, step.event() + " " + account) == 1;
  }

  /** Returns how many events of that type are in the trail and in the outbox, which is the same. */
  long total(Step step) {
    long trail = total(audit, step);
    assertThat(total(outbox, step)).as("%s in the outbox", step).isEqualTo(trail);
    return trail;
  }

  private static long total(Map<String, Long> events, Step step) {
    return events.entrySet().stream()
        .filter(event -> event.getKey().startsWith(step.event() + " "))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long count(Map<String, Long> rows, String key) {
    return rows.getOrDefault(key, 0L);
  }

  /** Returns how often each text comes. */
  private static Map<String, Long> counts(Connection connection, String query) throws SQLException {
    Map<String, Long> found = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.merge(rows.getString(1), 1L, Long::sum);
      }
    }
    return found;
  }
}
