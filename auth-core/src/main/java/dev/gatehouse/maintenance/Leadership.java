package dev.gatehouse.maintenance;

/** Decides which node does a piece of scheduled work. */
@FunctionalInterface
public interface Leadership {

  /**
   * Runs the work on this node unless another node is at it now; returns whether it ran. The work may do several
   * transactions of its own.
   *
   * @param task names the work; different tasks do not exclude each other
   */
  boolean runExclusively(String task, Runnable work);
}
