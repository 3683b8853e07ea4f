/** A whole Gatehouse on a PostgreSQL server of its own, and a record of every statement it makes. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.stack;
