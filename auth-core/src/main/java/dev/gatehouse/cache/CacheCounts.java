package dev.gatehouse.cache;

/**
 * What a cache has done since it was built.
 *
 * @param hits requests answered from a copy
 * @param loads calls of a loader
 * @param invalidations calls that made it forget one copy or all
 */
public record CacheCounts(long hits, long loads, long invalidations) {}
