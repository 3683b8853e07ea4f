package dev.gatehouse.cache;

import java.util.function.Consumer;

/**
 * Broadcasts invalidations between nodes. Delivery is best effort: leases bound what a lost message can cost. The
 * publishing node always hears its own messages, at once and on the publishing thread.
 */
public interface Invalidations extends AutoCloseable {

  /** Tells this node now and all others soon. Call it after the commit, never before. */
  void publish(Invalidation invalidation);

  /**
   * Calls the listener for every message from any node, and its {@code reset} when messages may have been lost, for
   * example after a reconnect, or before the first connect. Does not wait for that.
   */
  void subscribe(Consumer<Invalidation> listener, Runnable reset);

  /**
   * Waits until this node hears the others, for two seconds or the backend's timeout at most; without success it goes on to
   * try. What is published before may reach this node by its leases only.
   */
  default void awaitConnected() {}

  /** Stops listening. */
  @Override
  void close();
}
