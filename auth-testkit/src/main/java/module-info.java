/** For tests: store contracts, in-memory stores, a settable clock, captured mail, a PostgreSQL. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.gatehouse.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires org.slf4j;

  exports dev.gatehouse.testkit;
  exports dev.gatehouse.testkit.memory;
  exports dev.gatehouse.testkit.scenario;
}
