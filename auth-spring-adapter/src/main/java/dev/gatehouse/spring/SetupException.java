package dev.gatehouse.spring;

/** An application that must not start as it is: what was found, and what to do. */
final class SetupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String action;

  SetupException(String description, String action) {
    super(description);
    this.action = action;
  }

  String action() {
    return action;
  }
}
