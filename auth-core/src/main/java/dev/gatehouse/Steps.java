package dev.gatehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes to one group of settings, in the order they were asked for; applied when everything is known. */
final class Steps<T> {
  private final List<Step<T>> steps = new ArrayList<>();

  private record Step<T>(String label, UnaryOperator<T> change) {}

  /** Adds a change; the label names it if it turns out to be wrong. */
  void add(String label, UnaryOperator<T> change) {
    steps.add(new Step<>(label, change));
  }

  /** Applies every change that is acceptable, and reports those that are not. */
  T apply(T start, List<String> problems) {
    T value = start;
    for (Step<T> step : steps) {
      try {
        value = step.change().apply(value);
      } catch (IllegalArgumentException e) {
        problems.add(step.label() + ": " + e.getMessage());
      }
    }
    return value;
  }
}
