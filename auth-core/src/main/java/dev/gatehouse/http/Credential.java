package dev.gatehouse.http;

import dev.gatehouse.crypto.Secret;

/** What a request proves its caller with. */
sealed interface Credential {

  /** The access token of a person or a service, in a header or a cookie. */
  record AccessToken(Secret token) implements Credential {}

  /** An API key, in a header. */
  record ApiKey(Secret key) implements Credential {}
}
