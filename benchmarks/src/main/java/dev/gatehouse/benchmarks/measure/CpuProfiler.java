package dev.gatehouse.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time per operation: of the benchmark's own threads, and of the whole process. Unlike wall time it does not
 * count the turns that the neighbours on the machine had.
 */
public final class CpuProfiler implements InternalProfiler {
  static final String OWN = "cpu";
  static final String PROCESS = "cpu.process";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long ownBefore;
  private long processBefore;

  @Override
  public String getDescription() {
    return "CPU time per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    ownBefore = ownNanos();
    processBefore = processNanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = Math.max(1, result.getMetadata().getAllOps());
    return List.of(
        perOperation(OWN, (ownNanos() - ownBefore) / operations),
        perOperation(PROCESS, (processNanos() - processBefore) / operations));
  }

  private static ScalarResult perOperation(String label, double nanos) {
    return new ScalarResult(label, nanos, "ns/op", AggregationPolicy.AVG);
  }

  private long ownNanos() {
    long sum = 0;
    for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().contains("jmh-worker")) {
        sum += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }

  private static long processNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
