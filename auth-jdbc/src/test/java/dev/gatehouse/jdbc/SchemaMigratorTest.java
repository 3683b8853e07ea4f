package dev.gatehouse.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.storage.StoreException;
import dev.gatehouse.testkit.Racing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

final class SchemaMigratorTest {
  private static final String WEAK_ROLE = "weak_" + UUID.randomUUID().toString().replace("-", "");

  @RegisterExtension
  static final TestDatabase DATABASE = new TestDatabase(WEAK_ROLE);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final Script NEXT =
      new Script(Script.all().size() + 1, "next.sql", "create table ${schema}.next (id int)");

  private final JdbcSettings settings = JdbcSettings.defaults()
      .withSchema("s" + NUMBER.incrementAndGet())
      .withMigrationLockTimeout(Duration.ofMillis(300));

  private final List<Script> grown =
      Stream.concat(Script.all().stream(), Stream.of(NEXT)).toList();

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "MIGRATE"})
  void createsTheSchemaWhereThereIsNone(SchemaMode mode) {
    assertThat(migrator().run(mode)).isEqualTo(Script.all().size());
    assertThat(migrator().run(mode)).isZero();
    assertThat(migrator().run(SchemaMode.VALIDATE)).isZero();
  }

  @Test
  void validatesNothingThatIsNotThere() {
    assertThat(refusal(migrator(), SchemaMode.VALIDATE)).startsWith("AUTH-1204");
    assertThat(DATABASE.number(
            "select count(*) from pg_namespace where nspname = '" + settings.schema() + "'"))
        .isZero();
  }

  @Test
  void doesNotLookIfItIsOff() {
    assertThat(migrator().run(SchemaMode.OFF)).isZero();
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
    assertThat(new SchemaMigrator(nowhere, settings).run(SchemaMode.OFF)).isZero();
  }

  @Test
  void tellsThatTheDatabaseCannotBeReached() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
    assertThatThrownBy(() -> new SchemaMigrator(nowhere, settings).run(SchemaMode.CREATE))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("AUTH-1201");
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "VALIDATE"})
  void stopsAtAnOlderSchemaAndSaysWhatToDo(SchemaMode mode) {
    migrator().run(SchemaMode.CREATE);
    assertThat(refusal(migrator(grown), mode))
        .startsWith("AUTH-1204")
        .contains(
            "has version " + Script.all().size(),
            "needs version " + NEXT.version(),
            "schema-mode=migrate");
  }

  @Test
  void migratesAnOlderSchema() {
    migrator().run(SchemaMode.CREATE);
    assertThat(migrator(grown).run(SchemaMode.MIGRATE)).isEqualTo(1);
    assertThat(migrator(grown).run(SchemaMode.VALIDATE)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "MIGRATE", "VALIDATE"})
  void stopsAtANewerSchema(SchemaMode mode) {
    migrator(grown).run(SchemaMode.CREATE);
    assertThat(refusal(migrator(), mode))
        .startsWith("AUTH-1205")
        .contains("version " + NEXT.version());
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE", "MIGRATE", "VALIDATE"})
  void stopsAtAnEditedScript(SchemaMode mode) {
    migrator(grown).run(SchemaMode.CREATE);
    Script edited = new Script(NEXT.version(), NEXT.name(), NEXT.sql() + " ");
    List<Script> tampered =
        Stream.concat(Script.all().stream(), Stream.of(edited)).toList();
    assertThat(refusal(migrator(tampered), mode)).startsWith("AUTH-1203").contains(NEXT.name());
  }

  @Test
  void readsAScriptWithOtherLineEndsAsTheSame() {
    Script unix = new Script(1, "V001__x.sql", "select 1;\nselect 2;\n");
    Script windows = new Script(1, "V001__x.sql", "select 1;\r\nselect 2;\r\n");
    assertThat(windows.checksum()).isEqualTo(unix.checksum());
  }

  @Test
  void stopsWithoutTheRightToCreate() {
    SchemaMigrator weak = new SchemaMigrator(DATABASE.directAs(WEAK_ROLE), settings);
    assertThat(refusal(weak, SchemaMode.CREATE)).startsWith("AUTH-1202").contains("Grants.sql");
  }

  @Test
  void needsNoRightToCreateASchemaThatAnAdministratorHasPrepared() {
    DATABASE.execute("create schema " + settings.schema() + " authorization " + WEAK_ROLE);
    SchemaMigrator weak = new SchemaMigrator(DATABASE.directAs(WEAK_ROLE), settings);
    assertThat(weak.run(SchemaMode.CREATE)).isEqualTo(Script.all().size());
  }

  @Test
  void stopsAtTablesOfOurNamesThatAreNotOurs() {
    DATABASE.execute(
        "create schema " + settings.schema(),
        "create table " + settings.schema() + ".users (mine int)",
        "insert into " + settings.schema() + ".users values (1)");
    assertThat(refusal(migrator(), SchemaMode.CREATE)).startsWith("AUTH-1204");
    assertThat(refusal(migrator(), SchemaMode.MIGRATE)).startsWith("AUTH-1204");
    assertThat(DATABASE.number("select count(*) from " + settings.schema() + ".users"))
        .isEqualTo(1);
  }

  @Test
  void namesTheNodeThatHoldsTheLock() throws SQLException {
    PGSimpleDataSource other = DATABASE.direct();
    other.setApplicationName("node-b");
    try (Connection connection = other.getConnection()) {
      connection.setAutoCommit(false);
      MigrationLock.take(connection, new Schema(settings.schema()), Duration.ofSeconds(1));
      assertThat(refusal(migrator(), SchemaMode.CREATE)).startsWith("AUTH-1206").contains("node-b");
    }
  }

  @Test
  void aFailedScriptLeavesTheSchemaAsItWas() {
    Script broken = new Script(2, "V002__broken.sql", NEXT.sql() + "; select 1/0");
    SchemaMigrator failing = migrator(List.of(Script.all().get(0), broken));
    assertThatThrownBy(() -> failing.run(SchemaMode.CREATE)).isInstanceOf(StoreException.class);
    assertThat(DATABASE.number(
            "select count(*) from pg_namespace where nspname = '" + settings.schema() + "'"))
        .isZero();
  }

  @Test
  void ofSixteenNodesThatStartTogetherOneDoesTheWorkAndNoneFails() {
    JdbcSettings patient = settings.withMigrationLockTimeout(Duration.ofSeconds(30));
    List<Integer> ran = Racing.together(
        16, () -> new SchemaMigrator(DATABASE.direct(), patient, grown).run(SchemaMode.CREATE));
    assertThat(ran)
        .containsOnlyOnce(grown.size())
        .filteredOn(count -> count == 0)
        .hasSize(15);
  }

  @Test
  void whatAnAdministratorRunsByHandIsValid() {
    DATABASE.execute(SchemaMigrator.script(settings.schema()));
    assertThat(migrator().run(SchemaMode.VALIDATE)).isZero();
  }

  @Test
  void noScriptDropsAnything() {
    assertThat(Script.all())
        .allSatisfy(
            script -> assertThat(script.sql().toLowerCase(Locale.ROOT)).doesNotContain("drop "));
  }

  @Test
  void everyForeignKeyHasAnIndexThatBeginsWithItsColumn() {
    migrator().run(SchemaMode.CREATE);
    assertThat(DATABASE.number("select count(*) from pg_constraint c where c.contype = 'f'"
            + " and c.connamespace = '" + settings.schema() + "'::regnamespace"))
        .isPositive();
    assertThat(DATABASE.number("select count(*) from pg_constraint c where c.contype = 'f'"
            + " and c.connamespace = '" + settings.schema() + "'::regnamespace"
            + " and not exists (select 1 from pg_index i where i.indrelid = c.conrelid"
            + " and i.indkey[0] = c.conkey[1] and i.indpred is null)"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Gatehouse", "1a", "pg_mine", "a-b", "a\"; drop schema public; --", "ä"})
  void refusesASchemaThatIsNoPlainIdentifier(String schema) {
    assertThatThrownBy(() -> JdbcSettings.defaults().withSchema(schema))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SchemaMigrator.script(schema))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SchemaMigrator migrator() {
    return migrator(Script.all());
  }

  private SchemaMigrator migrator(List<Script> scripts) {
    return new SchemaMigrator(DATABASE.direct(), settings, scripts);
  }

  private static String refusal(SchemaMigrator migrator, SchemaMode mode) {
    SchemaException refused = catchThrowableOfType(SchemaException.class, () -> migrator.run(mode));
    assertThat(refused.getMessage()).startsWith(refused.code());
    return refused.getMessage();
  }
}
