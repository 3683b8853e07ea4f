package dev.gatehouse.benchmarks.filter;

import java.util.List;

/** A way into the application. Not safe for use by several threads. */
interface Door {
  /** The status of the application's own answer, which no filter gives. */
  int LET_IN = 204;

  /** Returns what each of 1,024 people presents. */
  List<String> credentials();

  /** Asks for a path with a credential, which may be empty, and returns the status of the answer. */
  int ask(String path, String credential) throws Exception;
}
