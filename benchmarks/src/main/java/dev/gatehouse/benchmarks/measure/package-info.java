/** How we measure: rounds of fresh JVMs, CPU time of the benchmark's own threads, ratios inside one round. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.measure;
