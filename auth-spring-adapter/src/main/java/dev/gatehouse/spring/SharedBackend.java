package dev.gatehouse.spring;

import dev.gatehouse.GatehouseBuilder;
import dev.gatehouse.cache.Invalidations;

/** What nodes share beside the database, as this adapter wires it. */
interface SharedBackend extends AutoCloseable {

  /** Returns word of changes between nodes. */
  Invalidations invalidations();

  /** Hands the builder what nodes count and keep together. */
  void configure(GatehouseBuilder builder);

  /** Returns how it fares; asks nobody. */
  Status status();

  @Override
  void close();

  /**
   * How it fares.
   *
   * @param answering false while it is not asked because it did not answer
   * @param failures calls without an answer, since the start
   * @param unsent changes that other nodes learned of by their lease only, since the start
   */
  record Status(boolean answering, long failures, long unsent) {}
}
