package dev.gatehouse.throttle;

/**
 * How often limits were decided without the shared store, since the start of this node.
 *
 * @param local decisions by this node's own count
 * @param open decisions in which a limit failed open
 * @param closed decisions refused because a limit fails closed
 */
public record FallbackCounts(long local, long open, long closed) {
  /** What a node counts that shares nothing. */
  public static FallbackCounts none() {
    return new FallbackCounts(0, 0, 0);
  }
}
