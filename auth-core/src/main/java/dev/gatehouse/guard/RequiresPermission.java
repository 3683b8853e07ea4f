package dev.gatehouse.guard;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Asks for a caller who holds permissions. On a class it holds for methods that do not have it themselves. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresPermission {
  /** Returns the permissions, for example {@code invoices:read}; declared ones, without wildcards. */
  String[] value();

  /** Returns whether all of them are needed, which is so unless said otherwise, or one is enough. */
  Match match() default Match.ALL;
}
