package dev.gatehouse.http;

/** One header field. */
public record Header(String name, String value) {
  /** Refuses control characters, so that no value can add a header or a body. */
  public Header {
    if (name.isEmpty() || (name + value).chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a header has a name and no control characters");
    }
  }
}
