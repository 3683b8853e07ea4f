/** PostgreSQL stores for every storage interface of Gatehouse, their schema, and a tuned connection pool. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.jdbc {
  requires static transitive org.jspecify;
  requires transitive java.sql;
  requires transitive dev.gatehouse.core;
  requires transitive com.zaxxer.hikari;
  requires org.postgresql.jdbc;
  requires static org.checkerframework.checker.qual;
  requires org.slf4j;

  exports dev.gatehouse.jdbc;
}
