/** What it costs to decide whether a caller may do something: ours and the peers. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.access;
