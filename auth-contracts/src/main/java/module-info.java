/** What every storage and every shared backend must do, as tests to implement. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.contract {
  requires static transitive org.jspecify;
  requires transitive dev.gatehouse.testkit;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports dev.gatehouse.contract;
  exports dev.gatehouse.contract.scenario;
}
