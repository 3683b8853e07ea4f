package dev.gatehouse.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Finds connections that may be kept for long without taking a place in a pool. */
final class Unpooled {
  private Unpooled() {}

  /** Returns the source behind a HikariCP pool, or the given one where there is none to be found. */
  static DataSource behind(DataSource dataSource) {
    try {
      return dataSource.isWrapperFor(HikariDataSource.class)
          ? behindPool(dataSource.unwrap(HikariDataSource.class))
          : dataSource;
    } catch (SQLException e) {
      return dataSource;
    }
  }

  private static DataSource behindPool(HikariDataSource pool) throws SQLException {
    DataSource given = pool.getDataSource();
    if (given instanceof PatientDataSource patient) {
      return patient.impatient();
    }
    if (given != null) {
      return given;
    }
    String url = pool.getJdbcUrl();
    return url != null && url.startsWith("jdbc:postgresql:") ? direct(pool, url) : pool;
  }

  private static DataSource direct(HikariDataSource pool, String url) throws SQLException {
    PGSimpleDataSource direct = new PGSimpleDataSource();
    direct.setUrl(url);
    if (pool.getUsername() != null) {
      direct.setUser(pool.getUsername());
    }
    if (pool.getPassword() != null) {
      direct.setPassword(pool.getPassword());
    }
    for (String name : pool.getDataSourceProperties().stringPropertyNames()) {
      direct.setProperty(name, pool.getDataSourceProperties().getProperty(name));
    }
    return direct;
  }
}
