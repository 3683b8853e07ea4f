package dev.gatehouse.http;

/** How a client gets its tokens. */
public enum Delivery {
  /** In cookies that scripts cannot read: for browsers. */
  COOKIE,
  /** In the body: for programs that keep them safe themselves. */
  TOKEN
}
