/** For tests: in-memory stores, a settable clock, captured mail, a PostgreSQL. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.gatehouse.core;
  requires org.slf4j;
  requires transitive java.sql;
  requires java.logging;
  requires java.naming;
  requires org.postgresql.jdbc;
  requires org.apache.commons.compress;
  requires org.tukaani.xz;

  exports dev.gatehouse.testkit;
  exports dev.gatehouse.testkit.memory;
}
