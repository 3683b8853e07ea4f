package dev.gatehouse.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;

/** Takes no credential at all: a form or Basic login of Spring Security would pass by the second factor. */
final class NoPasswords implements AuthenticationProvider {
  @Override
  public @Nullable Authentication authenticate(Authentication presented) {
    return null;
  }

  @Override
  public boolean supports(Class<?> kind) {
    return false;
  }
}
