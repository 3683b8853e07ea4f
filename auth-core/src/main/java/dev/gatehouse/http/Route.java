package dev.gatehouse.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A method and the paths it is asked for. A route of {@code GET} also covers {@code HEAD} and {@code OPTIONS}, which ask
 * about the same resource and must not be decided otherwise.
 */
public final class Route {
  private static final String ANY = "*";
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

  private final String method;
  private final PathTemplate template;

  private Route(String method, PathTemplate template) {
    this.method = method;
    this.template = template;
  }

  /**
   * Reads a route for one method.
   *
   * @param template for example {@code /invoices/{id}}, {@code /files/*} or {@code /admin/**}
   * @throws IllegalArgumentException if no request could ever fit
   */
  public static Route of(String method, String template) {
    if (!METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException(
          "a method is written in capital letters, was \"" + method + "\"");
    }
    return new Route(method, PathTemplate.parse(template));
  }

  /** Reads a route for every method. */
  public static Route of(String template) {
    return new Route(ANY, PathTemplate.parse(template));
  }

  Optional<Map<String, String>> match(String asked, List<String> path) {
    return takes(asked) ? template.match(path) : Optional.empty();
  }

  boolean serves(String asked, List<String> path) {
    return takes(asked) && fits(path);
  }

  boolean fits(List<String> path) {
    return template.fits(path);
  }

  boolean covers(Route other) {
    boolean methods = method.equals(ANY) || (!other.method.equals(ANY) && takes(other.method));
    return methods && template.covers(other.template);
  }

  boolean meets(Route other) {
    boolean methods = method.equals(ANY)
        || other.method.equals(ANY)
        || takes(other.method)
        || other.takes(method);
    return methods && template.meets(other.template);
  }

  /** Returns the method, or {@code *} for all. */
  public String method() {
    return method;
  }

  /** Returns the path template. */
  public String path() {
    return template.toString();
  }

  private boolean takes(String asked) {
    boolean likeGet = method.equals("GET") && (asked.equals("HEAD") || asked.equals("OPTIONS"));
    return method.equals(ANY) || method.equals(asked) || likeGet;
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
