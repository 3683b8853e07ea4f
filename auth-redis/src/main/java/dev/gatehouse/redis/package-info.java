/** What nodes share over Redis. Losing it costs time, never correctness. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.redis;
