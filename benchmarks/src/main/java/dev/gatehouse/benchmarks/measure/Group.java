package dev.gatehouse.benchmarks.measure;

import java.util.List;

/** Benchmarks that belong together: what is run, and what is said about it. */
public interface Group {

  /** Returns the cases of a round, in the order of odd rounds. */
  List<Case> cases();

  /** Returns the tables over what was measured, and whether the goals are met. */
  Report report(Results results);
}
