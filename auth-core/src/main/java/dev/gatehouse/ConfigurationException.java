package dev.gatehouse;

import java.util.List;

/** A configuration that cannot work. Its message lists every problem at once, each with what to write instead. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(
        "Gatehouse cannot start: " + count(problems) + "\n  - " + String.join("\n  - ", problems));
    this.problems = List.copyOf(problems);
  }

  private static String count(List<String> problems) {
    return problems.size() == 1
        ? "1 problem in the configuration."
        : problems.size() + " problems in the configuration.";
  }

  /** Returns the problems, one sentence each. */
  public List<String> problems() {
    return problems;
  }
}
