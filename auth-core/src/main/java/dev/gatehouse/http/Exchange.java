package dev.gatehouse.http;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.principal.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /** Returns the caller as the one who makes a change. */
  public Actor actor() {
    return Actor.of(caller);
  }

  /**
   * Returns what a hole in the path names.
   *
   * @param reader throws an {@code IllegalArgumentException} for what names nothing
   * @throws AuthException {@code not_found} if the reader does
   */
  public <T> T variable(String name, Function<String, T> reader) {
    try {
      return reader.apply(variables.getOrDefault(name, ""));
    } catch (IllegalArgumentException e) {
      throw new AuthException(ErrorCode.NOT_FOUND, "There is nothing of that name.");
    }
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

  /**
   * Returns what a query parameter means.
   *
   * @param reader throws an {@code IllegalArgumentException}, whose text is shown, for what means nothing
   * @throws AuthException {@code malformed_request} if the reader does, or if the parameter comes twice
   */
  public <T> Optional<T> query(String name, Function<String, T> reader) {
    try {
      return query(name).map(reader);
    } catch (IllegalArgumentException e) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST, "The query parameter " + name + ": " + e.getMessage());
    }
  }
}
