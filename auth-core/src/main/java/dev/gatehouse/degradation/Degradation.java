package dev.gatehouse.degradation;

import dev.gatehouse.throttle.FallbackCounts;

/**
 * What was promised about lost backends, and how often it was needed on this node since its start.
 *
 * @param storeFailures requests refused with 503 because a backend did not answer
 * @param limits decisions about limits without the shared store
 */
public record Degradation(DegradationTable table, long storeFailures, FallbackCounts limits) {}
