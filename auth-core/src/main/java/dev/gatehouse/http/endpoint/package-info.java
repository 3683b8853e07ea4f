/** Our own endpoints: one class per group, and the table that lists them all. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.http.endpoint;
