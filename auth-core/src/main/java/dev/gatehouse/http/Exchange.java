package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that one of our endpoints may answer.
 *
 * @param caller who asks; the conditions of the endpoint are met
 * @param variables the values of the holes in the endpoint's path
 * @param maxBodyBytes the longest body that is read
 */
public record Exchange(
    HttpRequest request,
    ClientInfo client,
    Principal caller,
    Map<String, String> variables,
    int maxBodyBytes) {

  /**
   * Returns the person who asks.
   *
   * @throws AuthException {@code authentication_required} if it is nobody
   */
  public UserPrincipal user() {
    if (caller instanceof UserPrincipal user) {
      return user;
    }
    throw new AuthException(ErrorCode.AUTHENTICATION_REQUIRED, "Sign in and try again.");
  }

  /** Reads the body, which has to be a JSON object. */
  public Members body() {
    return RequestBody.read(request, maxBodyBytes);
  }

  /** Reads the body if there is one. */
  public Members optionalBody() {
    return RequestBody.readOptional(request, maxBodyBytes);
  }

  /** Reads the body, which has to be a form of at most 16 KiB. */
  public Form form() {
    return Form.read(request, maxBodyBytes);
  }

  /** Returns a query parameter; one that comes twice is refused. */
  public Optional<String> query(String name) {
    List<String> values = request.query(name);
    if (values.size() > 1) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST, "The query parameter " + name + " was sent twice.");
    }
    return values.stream().findFirst();
  }
}
