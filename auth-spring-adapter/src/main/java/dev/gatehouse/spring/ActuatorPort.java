package dev.gatehouse.spring;

import dev.gatehouse.rbac.BuiltInRoles;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Whether the actuator answers behind our gate, and who may ask it then. */
final class ActuatorPort {
  /** Who reads its endpoints where no rule says otherwise: they tell secrets, the heap dump all of them. */
  static final String OPERATOR = BuiltInRoles.ADMINISTRATOR;

  private static final String TYPE =
      "org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType";

  private ActuatorPort() {}

  /** Tells whether the actuator is on the class path and answers on the application's own port. */
  static boolean isOfTheApplication(Environment environment) {
    return ClassUtils.isPresent(TYPE, ActuatorPort.class.getClassLoader())
        && ManagementPortType.get(environment) == ManagementPortType.SAME;
  }
}
