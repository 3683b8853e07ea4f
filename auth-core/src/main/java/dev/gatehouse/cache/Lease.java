package dev.gatehouse.cache;

import java.time.Instant;

/**
 * A value and since when it is known.
 *
 * @param loadedAt the instant before the load began: the value is at least that recent
 */
public record Lease<V>(V value, Instant loadedAt) {}
