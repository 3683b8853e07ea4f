package dev.gatehouse;

import java.util.ArrayList;
import java.util.List;

/** A property that somebody has set, asked by one name after the other whether it is the one. Remembers what it was asked. */
final class GivenProperty {
  static final String PREFIX = "gatehouse.";

  private final String name;
  private final String value;
  private final List<String> asked = new ArrayList<>();
  private boolean known;

  GivenProperty(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** Tells whether it is the property of that name, which is given without its prefix. */
  boolean is(String wanted) {
    String full = PREFIX + wanted;
    asked.add(full);
    boolean found = full.equals(name);
    known |= found;
    return found;
  }

  String name() {
    return name;
  }

  String value() {
    return value;
  }

  /** Tells whether one of the names so far was its own. */
  boolean isKnown() {
    return known;
  }

  /** Returns the names that it was asked for so far, in order. */
  List<String> names() {
    return asked.stream().sorted().toList();
  }
}
