package dev.gatehouse.benchmarks.measure;

import java.util.List;

/** A Markdown table: the first column is text, the others are figures. */
public final class Table {
  private final StringBuilder text = new StringBuilder();

  /** Begins a table with its head. */
  public Table(String... head) {
    row((Object[]) head);
    text.append("|---").append("|---:".repeat(head.length - 1)).append("|\n");
  }

  /** Adds a line. */
  public Table row(Object... cells) {
    List.of(cells).forEach(cell -> text.append("| ").append(cell).append(' '));
    text.append("|\n");
    return this;
  }

  /** Returns the table as Markdown, with an empty line after it. */
  @Override
  public String toString() {
    return text + "\n";
  }
}
