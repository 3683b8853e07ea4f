package dev.gatehouse.token;

import dev.gatehouse.error.ErrorCode;

/** What a presented access token turned out to be. */
public sealed interface TokenVerification {

  /** The token is that of a person, genuine and current. Whether its session still lives is for the session service to say. */
  record Verified(AccessTokenClaims claims) implements TokenVerification {}

  /**
   * The token is that of a service, genuine and current. Whether it is meant for this receiver, and whether the service
   * and the session it may act in still live, is for the service authenticator to say.
   */
  record VerifiedService(ServiceTokenClaims claims) implements TokenVerification {}

  /** The token opens nothing. The reason is for logs and metrics; callers are told its {@code errorCode}. */
  record Rejected(Reason reason) implements TokenVerification {}

  /** Why a token was refused. */
  enum Reason {
    /** Not three parts of canonical base64url within 8 KiB, or claims that no token of ours can have. */
    MALFORMED,
    /** The header is not one that this library writes for access tokens: another kind, another issuer, an attack. */
    WRONG_TYPE,
    /** The header names a key that is not there, not active yet, gone, or of another algorithm. */
    UNKNOWN_KEY,
    /** The signature is not that of the named key. */
    BAD_SIGNATURE,
    /** Issued under another issuer name. */
    WRONG_ISSUER,
    /** Issued for another audience. */
    WRONG_AUDIENCE,
    /** Issued further in the future than clocks may differ. */
    NOT_YET_VALID,
    /** Lasts longer than the policy allows. */
    TOO_LONG,
    /** Genuine in every respect, but over. */
    EXPIRED;

    /** Returns what a client may know: that its token has expired, or only that it is not valid. */
    public ErrorCode errorCode() {
      return this == EXPIRED ? ErrorCode.ACCESS_TOKEN_EXPIRED : ErrorCode.ACCESS_TOKEN_INVALID;
    }
  }
}
