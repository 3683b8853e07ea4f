package dev.gatehouse.benchmarks.measure;

import java.nio.file.Path;

/** Measurements that belong together. */
@FunctionalInterface
public interface Group {

  /**
   * Measures, and says what was found.
   *
   * @param folder for what is worth keeping besides the report
   */
  Report run(Plan plan, Path folder) throws Exception;
}
