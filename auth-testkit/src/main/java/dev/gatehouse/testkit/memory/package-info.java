/** A storage in memory: the model of every store, for tests that need no database. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.testkit.memory;
