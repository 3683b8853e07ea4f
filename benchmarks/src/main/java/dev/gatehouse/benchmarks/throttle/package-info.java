/** What it costs to count a request. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.throttle;
