package dev.gatehouse.session;

import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ServicePrincipal;
import dev.gatehouse.principal.UserPrincipal;
import java.util.Optional;

/** What a presented access token turned out to be. */
public sealed interface Authentication {

  /** The token is that of a person, genuine and current, and its session lives. */
  record Authenticated(UserPrincipal principal) implements Authentication {}

  /**
   * The token is that of a person, genuine and current, and its session lives; but the account must have a second factor,
   * and has none. Until one is set up it may do that and log out, nothing else.
   */
  record MustEnrol(UserPrincipal principal) implements Authentication {}

  /** The token is that of a service, genuine, current, meant for this receiver, and all it hangs on lives. */
  record AuthenticatedService(ServicePrincipal principal) implements Authentication {}

  /**
   * The token opens nothing.
   *
   * @param code ACCESS_TOKEN_INVALID, ACCESS_TOKEN_EXPIRED or SESSION_ENDED
   * @param reason why the session ended, if it did
   */
  record Refused(ErrorCode code, Optional<EndReason> reason) implements Authentication {}
}
