package dev.gatehouse.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Asks for a caller who has a role. On a class it holds for methods that do not have it themselves. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresRole {
  /** Returns the names of the roles. */
  String[] value();

  /** Returns whether one of them is enough, which is so unless said otherwise, or all are needed. */
  Match match() default Match.ANY;
}
