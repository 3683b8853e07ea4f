package dev.gatehouse.benchmarks.filter;

import java.util.List;
import java.util.stream.Stream;

/**
 * A rule of the application: whoever asks for anything below a path must hold one permission.
 *
 * @param resource the first segment of the path
 */
record Rule(String resource) {
  /** Everybody may read and write all of these: 20 permissions. */
  static final List<Rule> OPEN = Stream.of(
          "accounts",
          "contacts",
          "contracts",
          "documents",
          "invoices",
          "orders",
          "payments",
          "products",
          "reports",
          "tickets")
      .map(Rule::new)
      .toList();

  /** Nobody may read this. */
  static final Rule CLOSED = new Rule("payroll");

  /** Returns all rules in the order in which they are tried. */
  static List<Rule> all() {
    return Stream.concat(OPEN.stream(), Stream.of(CLOSED)).toList();
  }

  /** Returns every permission that people hold. */
  static List<String> held() {
    return OPEN.stream().flatMap(rule -> rule.permissions().stream()).toList();
  }

  /** Returns the pattern of the paths. */
  String pattern() {
    return '/' + resource + "/**";
  }

  /** Returns one of the paths. */
  String path() {
    return '/' + resource + "/4711";
  }

  /** Returns the permission that the rule asks for. */
  String permission() {
    return resource + ":read";
  }

  /** Returns the permissions there are. */
  List<String> permissions() {
    return List.of(permission(), resource + ":write");
  }
}
