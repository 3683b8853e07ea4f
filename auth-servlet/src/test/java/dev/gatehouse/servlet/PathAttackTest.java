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
      for (String target : AmbiguousPaths.targets(context, AmbiguousPaths.CATALOGUE)) {
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
    List<String> tricks =
        AmbiguousPaths.tricks("admin", "admin/users", "%61dmin", "ADMIN", "aDmIn", "admi%6e");
    try (Running running = container.start(context, application)) {
      for (String target : AmbiguousPaths.targets(context, tricks)) {
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
}
