package dev.gatehouse.cache;

/**
 * How the cache that nodes share fares on this node, since its start.
 *
 * @param on whether there is one
 * @param hits copies that were used
 * @param misses questions that went on to the store
 * @param rejected what lay under a name and was not sealed under this application's secret
 * @param failures calls that got no answer
 */
public record SecondLevelStatus(boolean on, long hits, long misses, long rejected, long failures) {}
