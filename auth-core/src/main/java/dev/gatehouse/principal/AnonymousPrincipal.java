package dev.gatehouse.principal;

/** The caller of a request without a credential. */
public record AnonymousPrincipal() implements Principal {
  @Override
  public Kind kind() {
    return Kind.ANONYMOUS;
  }

  @Override
  public boolean isAuthenticated() {
    return false;
  }

  @Override
  public String getName() {
    return "anonymous";
  }
}
