/** What tests need: time and randomness under control, captured mail, races, and a contract for every store. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.testkit;
