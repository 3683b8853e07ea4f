/** PostgreSQL stores: one class per storage interface, one atomic statement per verb. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.jdbc;
