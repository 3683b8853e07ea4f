/** Gatehouse measured beside its peers: {@code benchmarks/run.sh} builds, runs and prints. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks;
