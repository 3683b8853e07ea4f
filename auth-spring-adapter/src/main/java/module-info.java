/** Gatehouse in Spring Boot. */
@org.jspecify.annotations.NullMarked
module dev.gatehouse.spring {
  requires transitive dev.gatehouse.core;
  requires transitive dev.gatehouse.servlet;
  requires dev.gatehouse.jdbc;
  requires static dev.gatehouse.redis;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires static transitive jakarta.servlet;
  requires static jakarta.mail;
  requires static micrometer.core;
  requires static spring.aop;
  requires static transitive spring.beans;
  requires static spring.boot;
  requires static spring.boot.actuator;
  requires static spring.boot.actuator.autoconfigure;
  requires static spring.boot.autoconfigure;
  requires static spring.boot.health;
  requires static spring.context;
  requires static spring.context.support;
  requires static spring.core;
  requires static spring.jdbc;
  requires static transitive spring.security.config;
  requires static transitive spring.security.core;
  requires static spring.security.web;
  requires static spring.tx;
  requires static spring.web;
  requires static spring.webmvc;

  exports dev.gatehouse.spring;

  opens dev.gatehouse.spring;
}
