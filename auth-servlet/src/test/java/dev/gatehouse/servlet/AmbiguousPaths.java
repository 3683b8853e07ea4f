package dev.gatehouse.servlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Request targets that two readers may read differently, byte by byte. */
final class AmbiguousPaths {
  /** One line of bytes for each form that rows PATH-01 to PATH-16 name. */
  static final List<String> CATALOGUE = List.of(
      // PATH-01
      "/./admin",
      "/admin/.",
      "/x/../admin",
      "/public/../admin",
      "/admin/./users",
      "/./public/../admin/users",
      // PATH-02
      "//admin",
      "/admin//users",
      "///admin",
      "//admin//",
      "/public//../admin",
      // PATH-03
      "/admin",
      "/admin/",
      "/admin/users",
      "/admin/users/",
      // PATH-04
      "/admin;x=1/users",
      "/admin;/",
      "/;/admin",
      "/public;/../admin",
      "/admin;",
      "/;a=b/admin",
      "/admin/;/users",
      "/admin;.css",
      // PATH-05
      "/public/..;/admin",
      "/public/..%2fadmin",
      "/public/%2e%2e/admin",
      "/public/%252e%252e/admin",
      "/public/.%2e/admin",
      "/public/%2e./admin",
      "/public/..%5cadmin",
      "/public/..%252fadmin",
      "/public/..%00/admin",
      "/public/..;x=y/admin",
      // PATH-06
      "/%61dmin",
      "/%41dmin",
      "/adm%69n",
      "/%61%64%6d%69%6e",
      "/admin/%75sers",
      // PATH-07
      "/%2fadmin",
      "/admin%2fusers",
      "/%5cadmin",
      "/\\admin",
      "%2fadmin",
      "\\admin",
      "/admin\\users",
      "/public\\..\\admin",
      // PATH-08
      "/public/%c0%ae%c0%ae/admin",
      "/%c0%afadmin",
      "/public/%e0%80%ae%e0%80%ae/admin",
      "/%ef%bc%8fadmin",
      "/public/%ef%bc%8e%ef%bc%8e/admin",
      "/admin%ef%bc%8fusers",
      "/public/\u00c0\u00ae\u00c0\u00ae/admin",
      // PATH-09
      "/admin%00",
      "/admin%00.css",
      "/admin%3b.css",
      "/admin%3bx",
      "/admin%3f",
      "/admin%23",
      // PATH-10
      "/admin.json",
      "/admin.css",
      "/admin.html",
      "/admin.do",
      "/admin.action",
      "/admin~",
      "/admin.bak",
      "/admin%20",
      "/admin%09",
      "/admin.",
      "/admin..",
      "/admin/..",
      "/admin/users.css",
      "/admin/x.png",
      // PATH-11
      "/admin?x=/public",
      "/admin?/public",
      "/admin?/../public/",
      "/admin#/public",
      "/admin/#/public",
      "/admin?;",
      "/admin%3f/public",
      // PATH-12
      "/admin/index%0a",
      "/admin%0d%0a",
      "/admin%0b",
      "/admin%1f",
      "/admin%7f",
      "/admin%0a/users",
      "/admin/%0d",
      "/admin\u0001",
      "/admin\u007f",
      "/admin\t",
      "/admin%c2%85",
      // PATH-15
      "/ADMIN",
      "/Admin",
      "/aDMIN/users",
      "/%41DMIN",
      // PATH-16
      "/admin%c2%a0",
      "/%e2%80%8badmin",
      "/admin%e2%80%8b",
      "/%ef%bd%81dmin",
      "/admin%cc%81",
      "/%c4%b1admin",
      "/adm%c4%b1n",
      // broken and odd targets
      "/admin%",
      "/admin%4",
      "/admin%zz",
      "/admin%u002f",
      "/%%61dmin",
      "*",
      "http://localhost/admin",
      "http://evil/admin",
      "http://localhost//admin",
      "admin",
      "?/admin",
      "/\u0000admin",
      "/admin \u00a0",
      "http://localhost/public/..;/admin");

  private AmbiguousPaths() {}

  /** Returns the paths below a context path, and ways to spell the context path itself. */
  static List<String> targets(String context, List<String> paths) {
    List<String> targets = new ArrayList<>();
    for (String path : paths) {
      targets.add(path.startsWith("http") ? path : context + path);
    }
    if (!context.isEmpty()) {
      targets.addAll(List.of(
          "/./app/admin",
          "//app/admin",
          "/app;x/admin",
          "/%61pp/admin",
          "/x/../app/admin",
          "/app/../app/admin",
          "/APP/admin",
          "/app%2fadmin",
          "/app/../admin",
          "/app//admin",
          "/%2e/app/admin",
          "/app;/admin"));
    }
    return targets;
  }

  /** What public lists of ways around a 403 try, for these protected paths. */
  static List<String> tricks(String... protectedPaths) {
    List<String> between = List.of(
        "/",
        "//",
        "/./",
        "/%2e/",
        "/%2f/",
        "/;/",
        "/.;/",
        "/..;/",
        "/x/../",
        "/x/..;/",
        "/%20/",
        "/%09/",
        "/?/",
        "/#/",
        "/*/",
        "/~/",
        "/%00/",
        "/\\/",
        "/%5c/",
        "/%23/",
        "/%3b/",
        "/..%00/",
        "/..%0d/",
        "/..%5c",
        "/..%ff/",
        "/%2e%2e%2f",
        "/.%2e/",
        "/public/../",
        "/public/..;/",
        "/public/%2e%2e/",
        "/public/%2e%2e;/",
        "/public/..%2f",
        "/public/..%252f",
        "/public/./../",
        "/public;/../",
        "/public/.;/../",
        "/public/x/../../",
        "/public/%252e%252e/",
        "/;a=b;c/",
        "/public//..//",
        "/%ef%bc%8f",
        "/%c0%af",
        "/%e5%98%8f",
        "/.%00/",
        "/..//");
    List<String> behind = List.of(
        "",
        "/",
        "//",
        "/.",
        "/./",
        "/..;/",
        ";",
        ";/",
        ";x=y",
        "/;",
        "/;/",
        "%20",
        "%09",
        "%00",
        "%0a",
        "%0d",
        "%2f",
        "%2f/",
        "%3b",
        "%23",
        "%3f",
        "?",
        "??",
        "?x",
        "#",
        ".json",
        ".css",
        ".html",
        "/.css",
        "/*",
        "~",
        ".",
        "..",
        "/~",
        "%2e",
        "/%2e",
        "/%2e/",
        "%ff",
        "%c2%a0",
        "/x/..",
        "/x/../",
        "&",
        "/&",
        "$",
        "!",
        "..%00/",
        "..%2f",
        "%5c",
        "\\",
        "/..%2f..%2f");
    List<String> tricks = new ArrayList<>(List.of("/public/x", "/other", "/"));
    for (String path : protectedPaths) {
      between.forEach(trick -> tricks.add(trick + path));
      behind.forEach(trick -> tricks.add("/" + path + trick));
    }
    return tricks;
  }

  /** Returns paths put together at random, the same ones each time, from all that is dangerous in one. */
  static List<String> generated(int number) {
    List<String> pieces = List.of(
        "/",
        "/",
        "/",
        "/",
        "/admin",
        "/admin",
        "/public",
        "/public",
        "/secrets",
        "/terms",
        "/exact",
        "/account",
        "admin",
        "public",
        "secrets",
        "x",
        "/x",
        "/.",
        "/..",
        "..",
        "//",
        ";",
        ";x=1",
        "/;",
        "%2f",
        "%2F",
        "%2e",
        "%2E%2e",
        "%00",
        "%5c",
        "\\",
        "%25",
        "%252e",
        "%252f",
        "%3b",
        "%3B",
        "%23",
        "%3f",
        "?",
        "#",
        "%61dmin",
        "%70ublic",
        "secret%73",
        "ADMIN",
        "%c0%ae",
        "%c0%af",
        "%ef%bc%8f",
        "%e2%80%8b",
        "%c3%a9",
        "%cc%81",
        "%20",
        "%09",
        "%0a",
        "%7f",
        ".do",
        ".css",
        "~",
        "+",
        "@",
        "*",
        "!",
        "&",
        ",",
        "%",
        "%4",
        "%zz",
        "%u002f",
        "|",
        "^",
        "[",
        "]");
    Random random = new Random(17);
    return Stream.generate(() -> path(pieces, random)).limit(number).toList();
  }

  private static String path(List<String> pieces, Random random) {
    String start = random.nextInt(8) == 0 ? "" : "/";
    return random
        .ints(1 + random.nextInt(6), 0, pieces.size())
        .mapToObj(pieces::get)
        .collect(Collectors.joining("", start, ""));
  }
}
