package dev.gatehouse.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path with holes: {@code {id}} and {@code *} stand for one segment, {@code **} at the end for any number of them, none
 * included. Letters are compared exactly; one slash at the end of a path makes no difference.
 */
final class PathTemplate {
  private static final Pattern NAMED = Pattern.compile("\\{[A-Za-z][A-Za-z0-9]*}");

  private final String text;
  private final List<String> segments;
  private final boolean[] holes;

  private PathTemplate(String text, List<String> segments) {
    this.text = text;
    this.segments = segments;
    // Found once: every request asks every rule before its own.
    this.holes = new boolean[segments.size()];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = isHole(segments.get(i));
    }
  }

  static PathTemplate parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException(
          "a route starts with a slash; write \"/" + text + "\" instead of \"" + text + "\"");
    }
    List<String> segments = segments(text);
    for (int i = 0; i < segments.size(); i++) {
      checkSegment(text, segments.get(i), i == segments.size() - 1);
    }
    return new PathTemplate(text, segments);
  }

  private static void checkSegment(String text, String segment, boolean last) {
    boolean literal = segment.chars().noneMatch(c -> "*{}?;%\\".indexOf(c) >= 0);
    boolean legal = segment.equals("**") ? last : literal ? isName(segment) : isHole(segment);
    if (!legal) {
      throw new IllegalArgumentException("route \"" + text + "\": \"" + segment
          + "\" is no segment; use letters, {name}, * or, as the last one, **");
    }
  }

  private static boolean isName(String segment) {
    return !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
  }

  /** Splits a path; the slash at the end counts for nothing. */
  static List<String> segments(String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.isEmpty() ? List.of() : List.of(trimmed.substring(1).split("/", -1));
  }

  /** Returns the values of the named holes if the path fits. */
  Optional<Map<String, String>> match(List<String> path) {
    return fits(path) ? Optional.of(variables(path)) : Optional.empty();
  }

  /** Tells whether the path fits. */
  boolean fits(List<String> path) {
    for (int i = 0; i < segments.size(); i++) {
      String wanted = segments.get(i);
      if (wanted.equals("**")) {
        return true;
      }
      if (i == path.size() || !(holes[i] || wanted.equals(path.get(i)))) {
        return false;
      }
    }
    return segments.size() == path.size();
  }

  private Map<String, String> variables(List<String> path) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < holes.length; i++) {
      String hole = segments.get(i);
      if (hole.startsWith("{")) {
        variables.put(hole.substring(1, hole.length() - 1), path.get(i));
      }
    }
    return variables;
  }

  /** Tells whether every path that fits the other template fits this one. */
  boolean covers(PathTemplate other) {
    List<String> sample = new ArrayList<>(other.segments);
    if (endsOpen(other.segments)) {
      // Only an open end takes an open end; any segment after it would do.
      return endsOpen(segments) && match(sample.subList(0, sample.size() - 1)).isPresent();
    }
    return match(sample).isPresent();
  }

  /** Tells whether there is a path that fits both. */
  boolean meets(PathTemplate other) {
    int most = Math.max(segments.size(), other.segments.size());
    for (int i = 0; i < most; i++) {
      if (isOpenAt(i) || other.isOpenAt(i)) {
        return true;
      }
      if (i == segments.size() || i == other.segments.size()) {
        return false;
      }
      if (!holes[i] && !other.holes[i] && !segments.get(i).equals(other.segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isOpenAt(int index) {
    return index < segments.size() && segments.get(index).equals("**");
  }

  private static boolean endsOpen(List<String> segments) {
    return !segments.isEmpty() && segments.get(segments.size() - 1).equals("**");
  }

  private static boolean isHole(String segment) {
    return segment.equals("*") || NAMED.matcher(segment).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
