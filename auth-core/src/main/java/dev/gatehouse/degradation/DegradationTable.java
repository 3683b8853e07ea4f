package dev.gatehouse.degradation;

import dev.gatehouse.degradation.Fallback.Kind;
import java.util.List;

/**
 * What each part does while the store (PostgreSQL) is lost, and while what nodes share beside it (Redis) is. Its text is the
 * same for the same configuration: it is logged at the start, and a test of yours may compare it.
 */
public record DegradationTable(List<Row> rows) {
  /**
   * One part.
   *
   * @param store what it does while the store does not answer
   * @param shared what it does while the shared cache, count or channel does not answer, or has lost what it held
   */
  public record Row(String part, Fallback store, Fallback shared) {}

  /** Copies the list. */
  public DegradationTable {
    rows = List.copyOf(rows);
  }

  /** Returns a table in Markdown. */
  public String text() {
    StringBuilder text = new StringBuilder(1024)
        .append("| part | the store is lost | what nodes share is lost |\n|---|---|---|\n");
    for (Row row : rows) {
      text.append("| ").append(row.part()).append(" | ");
      text.append(row.store()).append(row.store().kind() == Kind.STALE ? ", then 503" : "");
      text.append(" | ").append(row.shared()).append(" |\n");
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
