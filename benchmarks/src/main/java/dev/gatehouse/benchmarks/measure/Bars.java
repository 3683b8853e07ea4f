package dev.gatehouse.benchmarks.measure;

/** The goals of a group beside what was measured: a table, and whether all of them are met. */
public final class Bars {
  private final Table table = new Table("goal", "bar", "measured", "met");
  private boolean allMet = true;

  /** Adds a goal whose figure must not be above its bar. */
  public Bars atMost(String goal, double bar, double measured) {
    return add(goal, "<= " + Spread.shorten(bar), measured, measured <= bar);
  }

  /** Adds a goal whose figure must not be below its bar. */
  public Bars atLeast(String goal, double bar, double measured) {
    return add(goal, ">= " + Spread.shorten(bar), measured, measured >= bar);
  }

  /** Tells whether every goal is met. */
  public boolean allMet() {
    return allMet;
  }

  /** Returns the goals as a Markdown table. */
  @Override
  public String toString() {
    return table.toString();
  }

  private Bars add(String goal, String bar, double measured, boolean met) {
    allMet &= met;
    String verdict = met ? "yes" : "**no**";
    table.row(goal, bar, Spread.shorten(measured), verdict);
    return this;
  }
}
