package dev.gatehouse.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Opens a method to everybody, whatever its class asks for. It opens no route: that is for the rules of the routes, or for
 * an adapter that reads both. Together with another condition on the same method it is an error.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface PublicEndpoint {
  /** Returns why it is open, for reports. */
  String reason() default "";
}
