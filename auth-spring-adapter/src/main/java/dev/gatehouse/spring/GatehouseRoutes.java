package dev.gatehouse.spring;

import dev.gatehouse.http.RouteRules;

/**
 * Rules for the application's own paths, as a bean. Several are asked in their order; the first rule that fits decides, and
 * what no rule opens is refused. Without any such bean every path asks for a caller who has proven who they are, and the
 * actuator's, its health apart, for an administrator, unless the application has a {@code SecurityFilterChain} of its
 * own: then that one decides. A rule such as {@code authenticated("/**")} opens the actuator to everybody who registers.
 */
@FunctionalInterface
public interface GatehouseRoutes {

  /** Adds rules, in the order they are tried. */
  void rules(RouteRules.Builder rules);
}
