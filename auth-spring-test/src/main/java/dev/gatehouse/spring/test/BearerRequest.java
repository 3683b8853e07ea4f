package dev.gatehouse.spring.test;

import dev.gatehouse.crypto.Secret;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A request as its client would have sent it, had it known the token. */
final class BearerRequest extends HttpServletRequestWrapper {
  private static final String FIELD = "Authorization";

  private final String value;

  BearerRequest(HttpServletRequest request, Secret token) {
    super(request);
    this.value = "Bearer " + token.reveal();
  }

  @Override
  public @Nullable String getHeader(String name) {
    return name.equalsIgnoreCase(FIELD) ? value : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return name.equalsIgnoreCase(FIELD)
        ? Collections.enumeration(List.of(value))
        : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Collections.list(super.getHeaderNames()));
    names.add(FIELD);
    return Collections.enumeration(names);
  }
}
