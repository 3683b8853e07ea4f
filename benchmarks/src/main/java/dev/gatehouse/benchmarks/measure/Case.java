package dev.gatehouse.benchmarks.measure;

import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that is measured: a JMH benchmark method with its parameters and its number of callers.
 *
 * @param benchmark {@code SimpleClass.method}
 */
public record Case(String benchmark, int callers, Map<String, String> parameters) {
  /** Copies the parameters in a fixed order. */
  public Case {
    parameters = Map.copyOf(parameters);
  }

  /** Names a case with one caller and without parameters. */
  public static Case of(String benchmark) {
    return new Case(benchmark, 1, Map.of());
  }

  /** Returns the same with another number of callers. */
  public Case callers(int number) {
    return new Case(benchmark, number, parameters);
  }

  /** Returns the same with one parameter more. */
  public Case with(String name, String value) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(name, value);
    return new Case(benchmark, callers, more);
  }
}
