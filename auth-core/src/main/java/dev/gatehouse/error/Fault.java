package dev.gatehouse.error;

import java.util.ArrayList;
import java.util.List;

/**
 * What a log may say about an exception: the types of it and of its causes, and where it came from. Never its text,
 * which may hold a token, an address or a password of whoever wrote the code that threw it.
 */
public record Fault(List<String> types, String place) {
  private static final int MAXIMUM_CAUSES = 5;

  /** Copies the list. */
  public Fault {
    types = List.copyOf(types);
  }

  /** Describes an exception. */
  public static Fault of(Throwable thrown) {
    List<String> types = new ArrayList<>();
    for (Throwable t = thrown; t != null && types.size() < MAXIMUM_CAUSES; t = t.getCause()) {
      types.add(t.getClass().getName());
    }
    StackTraceElement[] trace = thrown.getStackTrace();
    return new Fault(types, trace.length == 0 ? "unknown place" : trace[0].toString());
  }

  /** Returns one line, for example {@code java.io.IOException caused by java.lang.Error at Some.method(Some.java:1)}. */
  @Override
  public String toString() {
    return String.join(" caused by ", types) + " at " + place;
  }
}
