package dev.gatehouse.benchmarks.timing;

import dev.gatehouse.account.UserStatus;
import dev.gatehouse.benchmarks.stack.JsonPost;

/**
 * A question that must not tell whether an address has an account.
 *
 * @param title what is asked, and of which accounts
 * @param existing the status of the accounts that exist
 * @param json the body, with {@code %s} for the address
 */
record Probe(String title, UserStatus existing, String path, String json) {
  private static final String PASSWORD = "\"password\":\"not the stored passphrase\"";

  static final Probe[] ALL = {
    new Probe(
        "login, wrong password",
        UserStatus.ACTIVE,
        "/auth/login",
        "{\"login\":\"%s\"," + PASSWORD + ",\"delivery\":\"token\"}"),
    new Probe(
        "register, verified account",
        UserStatus.ACTIVE,
        "/auth/register",
        "{\"email\":\"%s\"," + PASSWORD + "}"),
    new Probe(
        "register, unverified account",
        UserStatus.PENDING,
        "/auth/register",
        "{\"email\":\"%s\"," + PASSWORD + "}"),
    new Probe(
        "forgot, verified account",
        UserStatus.ACTIVE,
        "/auth/password/forgot",
        "{\"email\":\"%s\"}"),
    new Probe(
        "resend, unverified account",
        UserStatus.PENDING,
        "/auth/verify-email/resend",
        "{\"email\":\"%s\"}"),
    new Probe(
        "resend, verified account",
        UserStatus.ACTIVE,
        "/auth/verify-email/resend",
        "{\"email\":\"%s\"}")
  };

  /** Tells whether the answer takes the work of comparing a password with a stored one. */
  boolean hashesToCompare() {
    return path.endsWith("/login");
  }

  JsonPost request(String email) {
    return new JsonPost(path, json.formatted(email));
  }
}
