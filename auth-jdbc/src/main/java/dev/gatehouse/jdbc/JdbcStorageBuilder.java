package dev.gatehouse.jdbc;

import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.storage.Transactions;
import java.util.Optional;
import javax.sql.DataSource;

/** Collects what a {@link JdbcStorage} is made of. Not safe for use by several threads. */
public final class JdbcStorageBuilder {
  private final DataSource dataSource;
  private JdbcSettings settings = JdbcSettings.defaults();
  private DataSource migration;
  private DataSource dedicated;
  private ConnectionSource connections;
  private Transactions transactions;
  private Optional<Invalidations> invalidations = Optional.empty();

  JdbcStorageBuilder(DataSource dataSource) {
    this.dataSource = dataSource;
    this.migration = dataSource;
    this.dedicated = Unpooled.behind(dataSource);
    JdbcTransactions own = new JdbcTransactions(dataSource);
    this.connections = own;
    this.transactions = own;
  }

  /** Replaces all settings. */
  public JdbcStorageBuilder settings(JdbcSettings all) {
    this.settings = all;
    return this;
  }

  /** Changes the schema over another DataSource, whose role may create tables, so that the first one need not. */
  public JdbcStorageBuilder migration(DataSource owner) {
    this.migration = owner;
    return this;
  }

  /**
   * Takes the connections that are kept for long from another DataSource: one to listen on, and one more while this
   * node does scheduled work. Without this, they are opened beside the pool if it is HikariCP, and taken from the
   * given DataSource otherwise.
   */
  public JdbcStorageBuilder dedicated(DataSource unpooled) {
    this.dedicated = unpooled;
    return this;
  }

  /** Sends word of changes another way than over {@code NOTIFY}; the storage closes it. */
  public JdbcStorageBuilder invalidations(Invalidations other) {
    this.invalidations = Optional.of(other);
    return this;
  }

  /** Lets the stores take part in transactions of somebody else, for example of Spring. */
  public JdbcStorageBuilder joining(ConnectionSource source, Transactions units) {
    this.connections = source;
    this.transactions = units;
    return this;
  }

  /**
   * Does to the schema what {@link JdbcSettings#schemaMode()} says, and returns the storage.
   *
   * @throws SchemaException if the schema cannot be used as it is
   * @throws dev.gatehouse.storage.StoreException if the database cannot be reached
   */
  public JdbcStorage build() {
    new SchemaMigrator(migration, settings).run(settings.schemaMode());
    Schema schema = new Schema(settings.schema());
    Database database = new Database(connections, schema, settings.queryTimeout());
    return new JdbcStorage(
        database,
        // A guess that was made stays counted, whatever becomes of the unit of work around it.
        new Database(new PooledConnections(dataSource), schema, settings.queryTimeout()),
        new SchemaProbe(database, settings.schemaMode() != SchemaMode.OFF),
        transactions,
        invalidations.orElseGet(this::ownInvalidations),
        new PostgresLeadership(dedicated, schema));
  }

  private Invalidations ownInvalidations() {
    return settings.notifications()
        ? new PostgresInvalidations(dataSource, dedicated, settings, RandomSource.secure())
        : new LocalInvalidations();
  }
}
