package dev.gatehouse.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.crypto.Secret;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * HikariCP pools for PostgreSQL with settings for a service that must answer or refuse quickly. Each setting may be
 * changed on the {@link HikariConfig} before the pool is opened; a parameter in the URL wins over the driver's below.
 *
 * <table>
 * <caption>Settings and their reasons</caption>
 * <tr><th>setting</th><th>value</th><th>why</th></tr>
 * <tr><td>connectionTimeout</td><td>1 s</td><td>a caller who gets no connection is refused soon instead of queueing</td></tr>
 * <tr><td>maximumPoolSize, minimumIdle</td><td>10</td><td>fixed: a login storm is no time to open connections. Statements
 *   of ours take well under a millisecond; 10 connections carry some 20,000 of them per second</td></tr>
 * <tr><td>validationTimeout</td><td>500 ms</td><td>a connection that was idle is probed before use; a dead one costs this at
 *   most, so that two fit into the connection timeout</td></tr>
 * <tr><td>keepaliveTime</td><td>30 s</td><td>finds dead idle connections, and keeps firewalls from forgetting live ones</td></tr>
 * <tr><td>maxLifetime</td><td>30 min</td><td>lets load balancers and changed passwords take effect</td></tr>
 * <tr><td>leakDetectionThreshold</td><td>10 s</td><td>no unit of work takes that long: logs who took the connection</td></tr>
 * <tr><td>initializationFailTimeout</td><td>-1</td><td>the pool opens without the database; the storage says what is wrong</td></tr>
 * <tr><td>transactionIsolation</td><td>READ COMMITTED</td><td>what the stores need, whatever the role's default is</td></tr>
 * <tr><td>statement_timeout</td><td>2 s</td><td>ends a statement also when nobody is left to cancel it</td></tr>
 * <tr><td>idle_in_transaction_session_timeout</td><td>10 s</td><td>a node that hangs or vanishes inside a transaction lets go
 *   of its rows</td></tr>
 * <tr><td>connectTimeout, loginTimeout</td><td>1 s, 2 s</td><td>a host that does not answer is not waited for</td></tr>
 * <tr><td>socketTimeout</td><td>5 s</td><td>above the statement timeout: only a server that hangs is cut off</td></tr>
 * <tr><td>cancelSignalTimeout</td><td>1 s</td><td>cancelling must not hang either</td></tr>
 * <tr><td>tcpKeepAlive</td><td>true</td><td>lets the kernel find dead peers</td></tr>
 * <tr><td>prepareThreshold</td><td>3</td><td>all our statements repeat: from the third use on, the server keeps the parsed
 *   one. Set 0 behind a pooler that does not know prepared statements</td></tr>
 * <tr><td>preparedStatementCacheQueries, …SizeMiB</td><td>256, 5</td><td>more than we have, so that none is ever pushed out</td></tr>
 * <tr><td>reWriteBatchedInserts</td><td>true</td><td>a batch of inserts travels as one statement: 1.5 times the rows</td></tr>
 * <tr><td>logServerErrorDetail</td><td>false</td><td>keeps values, such as addresses, out of the driver's messages</td></tr>
 * <tr><td>targetServerType</td><td>primary</td><td>with several hosts in the URL: never a standby</td></tr>
 * <tr><td>ApplicationName</td><td>gatehouse</td><td>names us in pg_stat_activity</td></tr>
 * </table>
 *
 * <p>The driver's {@code sslmode} is {@code prefer}, which a man in the middle can talk out of encryption: over any
 * network that is not yours alone, put {@code sslmode=verify-full} into the URL.
 */
public final class Pools {
  private static final String SESSION =
      "set statement_timeout = '2s'; set idle_in_transaction_session_timeout = '10s'";

  private static final Map<String, String> DRIVER = Map.ofEntries(
      Map.entry("connectTimeout", "1"),
      Map.entry("loginTimeout", "2"),
      Map.entry("socketTimeout", "5"),
      Map.entry("cancelSignalTimeout", "1"),
      Map.entry("tcpKeepAlive", "true"),
      Map.entry("prepareThreshold", "3"),
      Map.entry("preparedStatementCacheQueries", "256"),
      Map.entry("preparedStatementCacheSizeMiB", "5"),
      Map.entry("reWriteBatchedInserts", "true"),
      Map.entry("logServerErrorDetail", "false"),
      Map.entry("targetServerType", "primary"),
      Map.entry("ApplicationName", "gatehouse"));

  private Pools() {}

  /**
   * Opens a pool. It opens whether or not the database is there, recovers by itself when the database comes back, and
   * is the caller's to close.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with parameters of the driver if needed
   * @throws IllegalArgumentException if the URL is not one of PostgreSQL
   */
  public static HikariDataSource postgres(String url, String user, Secret password) {
    return open(config(url, user, password));
  }

  /** Opens a pool whose configuration, begun by {@link #config}, was changed: its size, name, or metrics tracker. */
  public static HikariDataSource open(HikariConfig config) {
    HikariDataSource pool = new HikariDataSource(config);
    if (config.getDataSource() instanceof PatientDataSource patient) {
      patient.until(pool::isClosed);
    }
    return pool;
  }

  /** Returns the configuration that {@link #postgres} opens, to be changed before {@link #open}. */
  public static HikariConfig config(String url, String user, Secret password) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new PatientDataSource(direct(url, user, password)));
    config.setPoolName("gatehouse");
    config.setMaximumPoolSize(10);
    config.setMinimumIdle(10);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.setKeepaliveTime(30_000);
    config.setMaxLifetime(1_800_000);
    config.setLeakDetectionThreshold(10_000);
    config.setInitializationFailTimeout(-1);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(SESSION);
    return config;
  }

  private static PGSimpleDataSource direct(String url, String user, Secret password) {
    Properties given = Driver.parseURL(url, new Properties());
    if (given == null) {
      throw new IllegalArgumentException("the URL must begin with jdbc:postgresql:");
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password.reveal());
    DRIVER.forEach((name, value) -> setUnlessGiven(source, given, name, value));
    return source;
  }

  private static void setUnlessGiven(
      PGSimpleDataSource source, Properties given, String name, String value) {
    if (given.getProperty(name) != null) {
      return;
    }
    try {
      source.setProperty(name, value);
    } catch (SQLException e) {
      throw new IllegalStateException("the driver does not know its setting " + name, e);
    }
  }
}
