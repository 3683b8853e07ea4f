package dev.gatehouse.benchmarks.measure;

/**
 * What a case costs over one that does everything else.
 *
 * @param floor the same without what is of interest
 */
public record Overhead(Case whole, Case floor) {}
