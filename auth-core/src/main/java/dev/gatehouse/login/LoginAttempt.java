package dev.gatehouse.login;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.principal.ClientInfo;
import java.util.Optional;

/**
 * One try to log in by password.
 *
 * @param login what was typed as the e-mail address
 * @param device what the owner calls the device in the list of sessions; empty to take the user agent
 * @param mark what the device has presented to be known by, see {@code throttle.KnownDevices}; it opens nothing
 * @param trust the token of a browser that the account may trust: spares the second factor if it does
 */
public record LoginAttempt(
    String login,
    Secret password,
    String device,
    Optional<Secret> mark,
    Optional<Secret> trust,
    ClientInfo client) {

  /** Describes a try from a browser that is not trusted. */
  public LoginAttempt(
      String login, Secret password, String device, Optional<Secret> mark, ClientInfo client) {
    this(login, password, device, mark, Optional.empty(), client);
  }
}
