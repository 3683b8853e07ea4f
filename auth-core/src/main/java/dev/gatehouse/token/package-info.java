/** Signing keys, JWKS and access tokens (JWT, RFC 9068). */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.token;
