package dev.gatehouse.spring;

import dev.gatehouse.Gatehouse;
import dev.gatehouse.error.AuthException;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import java.lang.reflect.Method;

/** Checks the annotations of a method by the core's guard, and has refusals written down as those of routes are. */
record AnnotationGuard(Gatehouse gatehouse) {

  void check(Principal caller, ClientInfo client, Method method, Class<?> type) {
    try {
      gatehouse.guard().check(caller, method, type);
    } catch (AuthException refusal) {
      String place = type.getSimpleName() + '.' + method.getName() + "()";
      gatehouse.http().report(refusal, caller, client, place);
      throw refusal;
    }
  }
}
