package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows PATH-01 to PATH-20 of the abuse catalogue, byte by byte, in each container and with each kind of context path. */
final class PathAttackTest {
  private static final List<String> CORPUS = List.of(
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

  static Stream<Arguments> placesToRun() {
    return Stream.of(Container.values())
        .flatMap(
            container -> Stream.of(Arguments.of(container, ""), Arguments.of(container, "/app")));
  }

  @ParameterizedTest(name = "{0} at \"{1}\"")
  @MethodSource("placesToRun")
  @DisplayName("PATH-01 to PATH-16 nobody gets anything but 400, 401, 403 or 404")
  void refusesEveryPathOfTheCorpus(Container container, String context) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start(context, application)) {
      List<String> wrong = new ArrayList<>();
      for (String target : targets(context, CORPUS)) {
        Reply reply = RawHttp.get(running.port(), target);
        if (!List.of(400, 401, 403, 404).contains(reply.status())
            && !pointsToRoot(reply, context)) {
          wrong.add(target + " -> " + reply);
        }
      }
      assertThat(wrong).isEmpty();
      // Some containers show their own refusals on the error page; nothing else is reached.
      assertThat(application.reached).allMatch("error"::equals);
    }
  }

  @ParameterizedTest(name = "{0} at \"{1}\"")
  @MethodSource("placesToRun")
  @DisplayName("PATH-20 no trick reaches a protected page, although everything around it is open")
  void noTrickReachesAProtectedPage(Container container, String context) throws Exception {
    Application application = Application.open();
    try (Running running = container.start(context, application)) {
      for (String target : targets(context, tricks())) {
        RawHttp.get(running.port(), target);
        RawHttp.request(running.port(), "POST", target, "Content-Length: 0");
      }
      assertThat(application.reached).contains("public", "fallback").doesNotContain("admin");
    }
  }

  @ParameterizedTest(name = "{0} at \"{1}\"")
  @MethodSource("placesToRun")
  @DisplayName(
      "PATH-03 PATH-06 PATH-11 PATH-13 opens what the rules open, and the query has no say")
  void opensWhatTheRulesOpen(Container container, String context) throws Exception {
    Application application = Application.closed();
    try (Running running = container.start(context, application)) {
      for (String target :
          List.of("/admin", "/admin/", "/%61dmin", "/admin/users", "/admin?x=/public")) {
        assertThat(RawHttp.get(running.port(), context + target, Application.ADAS_TOKEN)
                .body())
            .as(target)
            .contains(
                "[admin REQUEST " + Application.ADA.getName() + " GATEHOUSE false 127.0.0.1]");
      }
      for (String target :
          List.of("/public/x", "/public/", "/public", "/public?/../admin", "/public/x?;//%2f")) {
        assertThat(RawHttp.get(running.port(), context + target).body())
            .as(target)
            .contains("[public REQUEST null null false 127.0.0.1]");
      }
      assertThat(RawHttp.get(running.port(), context + "/other", Application.ADAS_TOKEN)
              .status())
          .isEqualTo(403);
      Reply overridden = RawHttp.get(
          running.port(),
          context + "/admin",
          "X-Original-URL: /public/x",
          "X-Rewrite-URL: /public/x",
          "X-Forwarded-Prefix: /public");
      assertThat(overridden.status()).isEqualTo(401);
    }
  }

  /** Some containers send the bare context path, however it is spelled, to the root of the context by themselves. */
  private static boolean pointsToRoot(Reply reply, String context) {
    return List.of(301, 302).contains(reply.status())
        && reply.values("Location").stream().allMatch(to -> to.matches(context + "/(\\?.*)?"));
  }

  private static List<String> targets(String context, List<String> paths) {
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

  /** What public lists of ways around a 403 try, for two protected paths. */
  private static List<String> tricks() {
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
    for (String path : List.of("admin", "admin/users", "%61dmin", "ADMIN", "aDmIn", "admi%6e")) {
      between.forEach(trick -> tricks.add(trick + path));
      behind.forEach(trick -> tricks.add("/" + path + trick));
    }
    return tricks;
  }
}
