package dev.gatehouse.http;

/** The JSON value {@code null}, which a map can hold. */
public enum JsonNull {
  /** The only one. */
  NULL
}
