package dev.gatehouse.error;

import java.util.Locale;

/**
 * The stable name of a refusal, and the HTTP status it travels with. A code is never renamed or reused
 * within a major version; texts may change, codes may not.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "The request could not be read"),
  AMBIGUOUS_PATH(400, "The path can be read in more than one way"),
  TOKEN_INVALID(400, "The link or code is not valid"),
  INVALID_TARGET(400, "The token cannot be for that audience"),
  INVALID_SCOPE(400, "Tokens of services have no scopes"),
  UNAUTHORIZED_CLIENT(400, "The token belongs to another client"),
  UNSUPPORTED_GRANT_TYPE(400, "Tokens are not given for that"),
  AUTHENTICATION_REQUIRED(401, "Sign in first"),
  INVALID_CREDENTIALS(401, "Login or password is wrong, or the address is not verified yet"),
  INVALID_CODE(401, "The code is wrong"),
  CODE_ALREADY_USED(401, "The code was used before"),
  SESSION_ENDED(401, "The session has ended"),
  ACCESS_TOKEN_EXPIRED(401, "The access token has expired"),
  ACCESS_TOKEN_INVALID(401, "The access token is not valid"),
  REFRESH_TOKEN_INVALID(401, "The refresh token is not valid"),
  REFRESH_TOKEN_REUSED(401, "The refresh token was used before"),
  INVALID_CLIENT(401, "The service did not prove who it is"),
  INVALID_API_KEY(401, "The API key is not valid"),
  API_KEY_EXPIRED(401, "The API key has expired"),
  API_KEY_REVOKED(401, "The API key does not work any more"),
  STEP_UP_REQUIRED(401, "A recent login is required"),
  PERMISSION_DENIED(403, "This is not allowed"),
  ROLE_REQUIRED(403, "A role is missing"),
  PERMISSION_NOT_HELD(403, "Nobody can hand on a right that they do not hold"),
  NETWORK_NOT_ALLOWED(403, "This is not allowed from this address"),
  EMAIL_NOT_VERIFIED(403, "The e-mail address is not verified yet"),
  ACCOUNT_DISABLED(403, "The account is disabled"),
  ACCOUNT_SUSPENDED(403, "The account is suspended"),
  REGISTRATION_DISABLED(403, "Registration is closed"),
  FACTOR_ENROLMENT_REQUIRED(403, "A second factor must be set up first"),
  FACTOR_REQUIRED_BY_POLICY(403, "The account must have a second factor"),
  CROSS_SITE_REQUEST_BLOCKED(403, "The request came from another site"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  NAME_TAKEN(409, "The name is in use"),
  ROTATION_UNDER_WAY(409, "Two secrets are live already"),
  EMAIL_TAKEN(409, "The e-mail address belongs to an account"),
  LAST_ADMIN(409, "This is the last administrator"),
  ROLE_IN_USE(409, "The role is in use"),
  VERSION_CONFLICT(409, "Somebody else has changed this meanwhile"),
  LIMIT_REACHED(409, "There are as many as there may be"),
  TOKEN_EXPIRED(410, "The link or code has expired"),
  CHALLENGE_EXPIRED(410, "The login took too long"),
  ENROLMENT_EXPIRED(410, "Setting up took too long, or was not begun"),
  BODY_TOO_LARGE(413, "The request body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
  VALIDATION_FAILED(422, "Some fields are not valid"),
  WEAK_PASSWORD(422, "The password is too weak"),
  RATE_LIMITED(429, "Too many requests"),
  FACTOR_LOCKED(429, "The second factor was tried too often"),
  LOGIN_DELAYED(429, "Too many wrong passwords"),
  CREDITS_EXHAUSTED(429, "The credits are used up"),
  INTERNAL_ERROR(500, "Something went wrong on our side"),
  BUSY(503, "Too many logins at once"),
  STORE_UNAVAILABLE(503, "The service cannot reach its data");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** Returns the code as clients see it, for example {@code invalid_credentials}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the HTTP status of a problem with this code. */
  public int status() {
    return status;
  }

  /** Returns one English sentence for people; not stable. */
  public String title() {
    return title;
  }
}
