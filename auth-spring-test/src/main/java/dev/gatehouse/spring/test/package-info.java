/** Tests of Spring applications as somebody: real accounts with real sessions, so that every rule applies to them. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.spring.test;
