package dev.gatehouse.rbac;

import java.util.Optional;

/**
 * The right to do one kind of thing: {@code resource:action}, or {@code resource:action:scope}, for example
 * {@code invoices:read}. A segment has 1 to 64 of the characters {@code a-z 0-9 . _ -}, or is {@code *}, which stands
 * for exactly one whole segment. There is no other syntax and no second spelling of anything. Two permissions are equal
 * if their texts are. Immutable.
 */
public final class Permission implements Comparable<Permission> {
  static final String ANY = "*";
  private static final int LONGEST_SEGMENT = 64;

  // Kept whole, not joined on demand: a look-up compares texts, and must make no garbage.
  private final String text;
  private final String resource;
  private final String action;
  private final Optional<String> scope;

  /**
   * Joins the segments.
   *
   * @throws IllegalArgumentException if one is malformed
   */
  public Permission(String resource, String action, Optional<String> scope) {
    requireSegment("resource", resource);
    requireSegment("action", action);
    scope.ifPresent(segment -> requireSegment("scope", segment));
    this.resource = resource;
    this.action = action;
    this.scope = scope;
    this.text = resource + ':' + action + scope.map(segment -> ':' + segment).orElse("");
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

  /** Returns the first segment. */
  public String resource() {
    return resource;
  }

  /** Returns the second segment. */
  public String action() {
    return action;
  }

  /** Returns the third segment, if there is one. */
  public Optional<String> scope() {
    return scope;
  }

  /** Returns the text form: what {@link #parse} reads. */
  public String text() {
    return text;
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
        && scope.filter(segment -> !segment.equals(ANY)).isEmpty();
  }

  @Override
  public int compareTo(Permission other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Permission that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
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
