/** Logins and refreshes of the whole stack against PostgreSQL. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.db;
