package dev.gatehouse.http;

/** One header field. */
public record Header(String name, String value) {
  /** Refuses control characters, so that no value can add a header or a body. */
  public Header {
    if (name.isEmpty() || hasControl(name) || hasControl(value)) {
      throw new IllegalArgumentException("a header has a name and no control characters");
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
