package dev.gatehouse.spring;

import dev.gatehouse.http.RouteRules;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The rules of an application that gives none: every path asks for a caller who has proven who they are, and the actuator's
 * for an administrator, because anybody may register and its endpoints tell everything. Its health is open, for probes
 * have no credentials; Boot shows them the status alone.
 */
final class DefaultRules implements GatehouseRoutes {
  private static final String WEB = "management.endpoints.web.";

  private final Environment environment;
  private final Binder binder;

  DefaultRules(Environment environment) {
    this.environment = environment;
    this.binder = Binder.get(environment);
  }

  @Override
  public void rules(RouteRules.Builder rules) {
    if (ActuatorPort.isOfTheApplication(environment)) {
      actuator(rules, path(WEB + "base-path", "/actuator"));
    }
    rules.authenticated("/**");
  }

  private void actuator(RouteRules.Builder rules, String base) {
    String root = path("spring.mvc.servlet.path", "") + base;
    rules.permitAll(root + path(WEB + "path-mapping.health", "/health") + "/**");
    if (!root.isEmpty()) {
      rules.role(ActuatorPort.OPERATOR, root + "/**");
    } else if (exposesMoreThanHealth()) {
      throw new SetupException(
          "The actuator's endpoints stand among the paths of the application (" + WEB
              + "base-path), so that every registered person could read them.",
          "Write a bean of type GatehouseRoutes that names them, for example rules ->"
              + " rules.permitAll(\"/health/**\").role(\"" + ActuatorPort.OPERATOR
              + "\", \"/env/**\").authenticated(\"/**\"); or take out " + WEB + "base-path.");
    }
  }

  private boolean exposesMoreThanHealth() {
    return binder
        .bind(WEB + "exposure.include", Bindable.listOf(String.class))
        .orElse(List.of())
        .stream()
        .anyMatch(id -> !id.equals("health"));
  }

  /** Returns the path as a prefix: with a slash before it and none behind it, or empty. */
  private String path(String name, String standard) {
    String path = "/" + binder.bind(name, String.class).orElse(standard).strip();
    return path.replaceAll("/+", "/").replaceAll("/$", "");
  }
}
