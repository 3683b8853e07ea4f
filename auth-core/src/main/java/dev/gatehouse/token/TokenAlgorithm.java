package dev.gatehouse.token;

/** The algorithms an access token may be signed with. RSA with PKCS #1 v1.5 padding is not among them. */
public enum TokenAlgorithm {
  /** Ed25519 (RFC 8037). The default. */
  EDDSA("EdDSA"),
  /** ECDSA on P-256 with SHA-256 (RFC 7518, 3.4). */
  ES256("ES256"),
  /** RSASSA-PSS with SHA-256, 3072-bit key (RFC 7518, 3.5). */
  PS256("PS256"),
  /** HMAC with SHA-256 and 32 random bytes (RFC 7518, 3.2): only when one application both signs and checks. */
  HS256("HS256");

  private final String jws;

  TokenAlgorithm(String jws) {
    this.jws = jws;
  }

  /** Returns the name in the {@code alg} header. */
  public String jws() {
    return jws;
  }
}
