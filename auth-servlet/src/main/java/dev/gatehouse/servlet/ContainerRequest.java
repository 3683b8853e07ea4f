package dev.gatehouse.servlet;

import dev.gatehouse.error.AuthException;
import dev.gatehouse.error.ErrorCode;
import dev.gatehouse.http.HttpRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A container's request in our terms. */
final class ContainerRequest implements HttpRequest {
  private final HttpServletRequest request;
  private final String path;

  private ContainerRequest(HttpServletRequest request, String path) {
    this.request = request;
    this.path = path;
  }

  static ContainerRequest of(HttpServletRequest request) {
    Object included = request.getAttribute(RequestDispatcher.INCLUDE_SERVLET_PATH);
    boolean include = request.getDispatcherType() == DispatcherType.INCLUDE && included != null;
    String path = include
        ? included + text(request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO))
        : request.getServletPath() + text(request.getPathInfo());
    // The container calls the root of a context the empty path.
    return new ContainerRequest(request, path.isEmpty() ? "/" : path);
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return path;
  }

  /** Returns what the client sent; the target of another dispatch was named by the application, so it is spelled out. */
  @Override
  public String rawPath() {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      String sent = request.getRequestURI();
      return sent.equals(request.getContextPath()) ? sent + "/" : sent;
    }
    try {
      return new URI(null, null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      return path;
    }
  }

  @Override
  public List<String> query(String name) {
    return QueryString.values(text(request.getQueryString()), name);
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public String remoteAddress() {
    return request.getRemoteAddr();
  }

  @Override
  public byte[] body(int limit) {
    try {
      boolean tooLong = request.getContentLengthLong() > limit;
      byte[] body = tooLong ? new byte[0] : request.getInputStream().readNBytes(limit + 1);
      if (tooLong || body.length > limit) {
        throw new AuthException(ErrorCode.BODY_TOO_LARGE, "At most " + limit + " bytes are read.");
      }
      return body;
    } catch (IOException e) {
      throw new AuthException(
          ErrorCode.MALFORMED_REQUEST, "The body could not be read to its end.");
    }
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
