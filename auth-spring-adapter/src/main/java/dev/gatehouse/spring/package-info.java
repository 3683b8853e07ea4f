/** Gatehouse as a guest of Spring Boot: wiring over the servlet adapter, and no decision of its own. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.spring;
