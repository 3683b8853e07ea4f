package dev.gatehouse.rbac;

import java.util.Optional;

/**
 * The right to do one kind of thing: {@code resource:action}, or {@code resource:action:scope}, for example
 * {@code invoices:read}. A segment has 1 to 64 of the characters {@code a-z 0-9 . _ -}, or is {@code *}, which stands
 * for exactly one whole segment. There is no other syntax and no second spelling of anything.
 */
public record Permission(String resource, String action, Optional<String> scope)
    implements Comparable<Permission> {
  static final String ANY = "*";
  private static final int LONGEST_SEGMENT = 64;

  /**
   * Checks the segments.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public Permission {
    requireSegment("resource", resource);
    requireSegment("action", action);
    scope.ifPresent(text -> requireSegment("scope", text));
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text is not two or three well-formed segments
   */
  public static Permission parse(String text) {
    String[] segments = text.split(":", 4);
    if (segments.length < 2 || segments.length > 3) {
      throw new IllegalArgumentException(
          "a permission is resource:action or resource:action:scope, not " + shown(text));
    }
    return new Permission(
        segments[0],
        segments[1],
        segments.length == 3 ? Optional.of(segments[2]) : Optional.empty());
  }

  /** Returns the text form: what {@link #parse} reads. */
  public String text() {
    return resource + ':' + action + scope.map(text -> ':' + text).orElse("");
  }

  /**
   * Tells whether whoever holds this also holds the other: both have the same number of segments, and each segment of
   * this is {@code *} or equals the other's. So {@code invoices:read} does not imply {@code invoices:read:own}, nor
   * does {@code invoices:*}.
   */
  public boolean implies(Permission other) {
    return covers(resource, other.resource)
        && covers(action, other.action)
        && scope.isPresent() == other.scope.isPresent()
        && (scope.isEmpty() || covers(scope.get(), other.scope.orElse("")));
  }

  /** Tells whether a segment is {@code *}. */
  public boolean hasWildcard() {
    return resource.equals(ANY)
        || action.equals(ANY)
        || scope.filter(ANY::equals).isPresent();
  }

  /** Tells whether every segment is {@code *}. */
  boolean isEverything() {
    return resource.equals(ANY)
        && action.equals(ANY)
        && scope.filter(one -> !one.equals(ANY)).isEmpty();
  }

  @Override
  public int compareTo(Permission other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }

  private static boolean covers(String held, String asked) {
    return held.equals(ANY) || held.equals(asked);
  }

  private static void requireSegment(String name, String text) {
    boolean wellFormed = text.equals(ANY)
        || (!text.isEmpty()
            && text.length() <= LONGEST_SEGMENT
            && text.chars().allMatch(Permission::isLegal));
    if (!wellFormed) {
      throw new IllegalArgumentException("the " + name + " of a permission is * or 1 to "
          + LONGEST_SEGMENT + " characters of a-z 0-9 . _ -, not " + shown(text));
    }
  }

  private static boolean isLegal(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
  }

  /** The text may be hostile and long, and ends up in logs. */
  private static String shown(String text) {
    String cut = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return '"' + cut.replaceAll("[^\\x21-\\x7E]", "?") + '"';
  }
}
