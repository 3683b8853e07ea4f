package dev.gatehouse.benchmarks.access;

/** One way to answer the questions of a {@link Holder}, which it knows since its start. Not safe for use by several threads. */
@FunctionalInterface
interface Decider {
  /** Tells whether the holder may do what the question of that number asks about. */
  boolean allows(int question);
}
