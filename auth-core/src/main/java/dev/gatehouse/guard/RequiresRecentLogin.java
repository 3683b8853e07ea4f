package dev.gatehouse.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Asks for a person who logged in recently. On a class it holds for methods that do not have it themselves. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresRecentLogin {
  /** Returns how old the login may be, as in ISO 8601. */
  String value() default "PT10M";
}
