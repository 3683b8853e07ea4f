package dev.gatehouse.benchmarks.measure;

import java.util.List;

/** What is measured about a case, and which of a round's iterations stands for the round. */
public enum Metric {
  /** CPU nanoseconds of the benchmark's own threads per operation: the least, because noise only adds. */
  CPU(CpuProfiler.OWN),
  /** CPU nanoseconds of the whole process per operation, collector and compiler included: the least. */
  PROCESS_CPU(CpuProfiler.PROCESS),
  /** Bytes allocated per operation, by any thread: the median. */
  GARBAGE("gc.alloc.rate.norm"),
  /** Operations per second of all callers together: the median. */
  THROUGHPUT(""),
  /** SQL statements per second of all callers together: the median. */
  STATEMENTS("statements");

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  double ofRound(List<Double> iterations) {
    List<Double> sorted = iterations.stream().sorted().toList();
    boolean noiseOnlyAdds = this == CPU || this == PROCESS_CPU;
    return noiseOnlyAdds ? sorted.get(0) : Spread.of(sorted).median();
  }
}
