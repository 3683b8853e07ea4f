package dev.gatehouse.spring;

import dev.gatehouse.http.RouteRules;

/** The rules of an application whose chains of Spring Security decide. */
final class HandedOver implements GatehouseRoutes {
  @Override
  public void rules(RouteRules.Builder rules) {
    rules.permitAll("/**");
  }
}
