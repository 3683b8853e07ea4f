/** Limits that nodes share over Redis, and requests of a node that uses it. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.redis;
