package dev.gatehouse.http;

import dev.gatehouse.principal.Principal;
import java.util.List;

/**
 * A caller who meets all conditions.
 *
 * @param headers what the answer should tell them about their credential
 */
record Admitted(Principal principal, List<Header> headers) {
  static Admitted of(Principal principal) {
    return new Admitted(principal, List.of());
  }
}
