package dev.gatehouse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.servlet.Container.Running;
import dev.gatehouse.servlet.RawHttp.Reply;
import dev.gatehouse.servlet.RoutedApplication.Area;
import dev.gatehouse.servlet.RoutedApplication.Caller;
import dev.gatehouse.servlet.RoutedApplication.Visit;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends ambiguous targets to real containers, as nobody, as somebody and as an administrator, and compares what the gate
 * decided with where the container went. Areas of different rules lie within each other, so that a path read in two ways
 * would be decided by the wrong one.
 */
@Tag("thorough")
final class RoutingAgreementTest {

  @ParameterizedTest(name = "{0} at \"{1}\"")
  @MethodSource("dev.gatehouse.servlet.PathAttackTest#placesToRun")
  @DisplayName(
      "PATH-17 PATH-20 the rule that decides is that of the servlet which the container chooses")
  void theRuleIsThatOfTheServlet(Container container, String context) throws Exception {
    RoutedApplication application = new RoutedApplication();
    Survey survey = new Survey(application, context);
    try (Running running = container.start(context, application)) {
      for (String target : targets(context)) {
        for (Caller caller : Caller.values()) {
          survey.ask(running.port(), target, caller);
        }
      }
    }
    assertThat(survey.wrong).isEmpty();
    // Nothing is proven about what nobody reached.
    assertThat(survey.reached).isEqualTo(EnumSet.allOf(Area.class));
    assertThat(survey.letIn).isGreaterThan(300);
    assertThat(survey.refused).isGreaterThan(1_000);
  }

  private static Set<String> targets(String context) {
    List<String> paths = new ArrayList<>(AmbiguousPaths.CATALOGUE);
    paths.addAll(AmbiguousPaths.tricks("admin", "public/secrets", "publi%63/secret%73", "exact"));
    paths.addAll(AmbiguousPaths.generated(300));
    for (Area area : Area.values()) {
      paths.add(area.mapping.replace("*", "x"));
    }
    paths.addAll(List.of("/x.do", "/public/x.do", "/admin/terms/", "/admin/terms/x", "/account"));
    return new LinkedHashSet<>(AmbiguousPaths.targets(context, paths));
  }

  /** What came of the targets so far. */
  private static final class Survey {
    final List<String> wrong = new ArrayList<>();
    final Set<Area> reached = EnumSet.noneOf(Area.class);
    int letIn;
    int refused;

    private final RoutedApplication application;
    private final String context;

    Survey(RoutedApplication application, String context) {
      this.application = application;
      this.context = context;
    }

    void ask(int port, String target, Caller caller) throws IOException {
      application.forget();
      Reply reply = RawHttp.get(port, target, caller.headers());
      List<Visit> visits = application.visits();
      Optional<String> mistake = visits.isEmpty()
          ? mistakeInRefusal(reply, caller)
          : mistakeInVisits(target, caller, visits);
      mistake.ifPresent(text -> wrong.add(
          caller + " at " + target + ": " + text + ", decided by " + application.decided()));
    }

    /** An administrator may go everywhere: only a path that is refused as such, or no path, stops them. */
    private Optional<String> mistakeInRefusal(Reply reply, Caller caller) {
      refused++;
      boolean known = reply.status() == 0 || (reply.status() >= 300 && reply.status() < 500);
      boolean judged = List.of(401, 403).contains(reply.status());
      return !known || (judged && caller == Caller.ADMINISTRATOR)
          ? Optional.of("answered " + reply)
          : Optional.empty();
    }

    private Optional<String> mistakeInVisits(String target, Caller caller, List<Visit> visits) {
      letIn++;
      Visit visit = visits.get(0);
      reached.add(visit.area());
      if (visits.size() > 1 || caller.meets.compareTo(visit.area().need) < 0) {
        return Optional.of("reached " + visits);
      }
      if (!application.decided().equals(List.of(ruleFor(visit.path())))) {
        return Optional.of("another rule than that of " + visit);
      }
      return (context + visit.path()).equals(plain(target, context))
          ? Optional.empty()
          : Optional.of("not the path that was sent: " + visit);
    }
  }

  /** What the rules say about a path, in the plainest words. */
  private static Area ruleFor(String path) {
    if (isBelow(path, "/public/secrets")) {
      return Area.SECRETS;
    }
    if (isBelow(path, "/public")) {
      return Area.PUBLIC;
    }
    if (isBelow(path, "/admin/terms")) {
      return Area.TERMS;
    }
    if (isBelow(path, "/admin")) {
      return Area.ADMIN;
    }
    if (isBelow(path, "/account")) {
      return Area.ACCOUNT;
    }
    return path.equals("/exact") || path.equals("/exact/") ? Area.EXACT : Area.REST;
  }

  private static boolean isBelow(String path, String area) {
    return path.equals(area) || path.startsWith(area + "/");
  }

  /** Returns the path of a target, which ends at a blank, with each escape decoded once and nothing else done to it. */
  private static String plain(String target, String context) {
    String path = target.replaceFirst("^http://[^/]*", "").replaceFirst("[?# \t].*", "");
    String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    return decoded.equals(context) ? decoded + "/" : decoded;
  }
}
