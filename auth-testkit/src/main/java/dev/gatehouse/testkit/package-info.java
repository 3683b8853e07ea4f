/** What tests need: time and randomness under control, captured mail, races, and servers to lose. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.testkit;
