package dev.gatehouse.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends the requests that a test makes with MockMvc as somebody who is logged in. Before each test there is an account with
 * these roles and permissions in the storage of the application, and it logs in; every request of the test's own thread
 * that brings no credential then carries its access token. Nothing of the application is replaced: whoever lacks a
 * permission is refused by the same rules and annotations as in production, with the same answer.
 *
 * <p>On a class it holds for all of its tests; on a method it stands in place of the class's. It may stand on an annotation
 * of yours. A request that brings a credential of its own keeps it, and one with an empty {@code Authorization} header is
 * nobody's. The account is made outside of the test's transaction, before methods that run before each test, and it stays.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithGatehouseUser {

  /**
   * Returns the address of the account; empty, unless said otherwise, for a new account with an address of its own. An address
   * that was given before is that account again, with what earlier tests have made of it, but with these roles.
   */
  String email() default "";

  /** Returns the name of the account. */
  String name() default "";

  /** Returns all roles that the account has; roles that are declared, or stored. */
  String[] roles() default {};

  /** Returns permissions that the account holds besides those of its roles, wildcards among them; declared ones. */
  String[] permissions() default {};

  /** Returns whether the account has just logged in; otherwise it did so a year ago, and is asked to do it again. */
  boolean recentLogin() default true;

  /**
   * Returns whether a second factor was proven at the login. Where a policy asks for one, an account without is refused as
   * it would be in production.
   */
  boolean secondFactor() default false;
}
