package dev.gatehouse.token;

/** Signed bytes that are not the claims of an access token. It says nothing about them, and carries no stack trace. */
final class MalformedClaimsException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedClaimsException() {
    super("not the claims of an access token", null, false, false);
  }
}
