package dev.gatehouse.benchmarks.jwt;

/** One way to verify a token. Not safe for use by several threads. */
@FunctionalInterface
interface Verifier {
  /**
   * Returns what the token says.
   *
   * @throws Exception if the token is refused
   */
  Object verify(Token token) throws Exception;
}
