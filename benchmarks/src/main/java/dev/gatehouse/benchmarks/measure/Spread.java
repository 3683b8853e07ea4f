package dev.gatehouse.benchmarks.measure;

import java.util.List;
import java.util.Locale;

/** What several rounds say about one figure. */
public record Spread(double least, double median, double most) {
  /** Returns what these say; there must be one. */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(size - 1));
  }

  /** Returns the median and, in brackets, the least and the most, with two decimals at most. */
  @Override
  public String toString() {
    return shorten(median) + " (" + shorten(least) + " - " + shorten(most) + ")";
  }

  /** Returns a figure as it is if it is whole, with about three significant digits otherwise. */
  public static String shorten(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.4f";
    return String.format(Locale.ROOT, format, value);
  }
}
