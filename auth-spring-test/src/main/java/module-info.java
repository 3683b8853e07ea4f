/** Test users for tests of Spring applications. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.spring.test {
  requires transitive dev.gatehouse.spring;
  requires transitive dev.gatehouse.testkit;
  requires static transitive org.jspecify;
  requires static jakarta.servlet;
  requires static spring.beans;
  requires static spring.boot;
  requires static spring.boot.autoconfigure;
  requires static spring.context;
  requires static spring.core;
  requires static spring.test;
  requires static spring.web;

  exports dev.gatehouse.spring.test;

  opens dev.gatehouse.spring.test;
}
