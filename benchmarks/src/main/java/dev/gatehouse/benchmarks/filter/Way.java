package dev.gatehouse.benchmarks.filter;

import dev.gatehouse.benchmarks.measure.Case;
import dev.gatehouse.benchmarks.measure.Overhead;
import dev.gatehouse.servlet.GatehouseFilter;
import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.mock.web.MockServletContext;

/** What stands before the application. */
enum Way {
  NOTHING("nothing, servlet request"),
  NOTHING_NEUTRAL("nothing, request without a container"),
  GATE("**Gatehouse** HttpGate, request without a container"),
  FILTER("**Gatehouse** GatehouseFilter"),
  SPRING("Spring Security resource server"),
  SHIRO_BEARER("Shiro authcBearer, the same JWT by java-jwt"),
  SA_TOKEN_JWT("Sa-Token, its stateless JWT"),
  SHIRO_SESSION("Shiro session in memory, no JWT"),
  SA_TOKEN_OPAQUE("Sa-Token, random token in memory, no JWT");

  private final String title;

  Way(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean isOpen() {
    return this == NOTHING || this == NOTHING_NEUTRAL;
  }

  Case measured() {
    return Case.of("FilterBenchmark.ask").with("way", name());
  }

  Overhead overhead() {
    Way floor = this == GATE ? NOTHING_NEUTRAL : NOTHING;
    return new Overhead(measured(), floor.measured());
  }

  Door door(People people) throws Exception {
    MockServletContext servlets = new MockServletContext();
    return switch (this) {
      case NOTHING -> servlet(people, servlets, List.of());
      case NOTHING_NEUTRAL -> GateDoor.nothing(people);
      case GATE -> GateDoor.gatehouse(people);
      case FILTER ->
        servlet(
            people,
            servlets,
            List.of(new GatehouseFilter(people.workload().gatehouse().http())));
      case SPRING -> servlet(people, servlets, List.of(SpringSecurity.filter(people, servlets)));
      case SHIRO_BEARER -> Shiro.bearer(people, servlets);
      case SA_TOKEN_JWT -> SaToken.jwt(people, servlets);
      case SHIRO_SESSION -> Shiro.session(people, servlets);
      case SA_TOKEN_OPAQUE -> SaToken.opaque(people, servlets);
    };
  }

  private static Door servlet(People people, MockServletContext servlets, List<Filter> filters) {
    return new ServletDoor(servlets, "Authorization", people.bearers(), filters);
  }
}
