package dev.gatehouse.benchmarks.access;

/** What the 200 permissions of the caller look like. */
enum Holding {
  EXACT("200 single permissions"),
  WILDCARDS("190 single permissions and 10 wildcards");

  private final String title;

  Holding(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
