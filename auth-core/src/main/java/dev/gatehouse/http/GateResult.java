package dev.gatehouse.http;

import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.Principal;
import java.util.List;

/** What becomes of a request. */
public sealed interface GateResult {

  /** We answer; the host never sees the request. */
  record Answer(HttpResponse response) implements GateResult {}

  /**
   * The host answers.
   *
   * @param principal who asks, for the host
   * @param client where from, for the services the host calls
   * @param headers to send with whatever the host answers
   */
  record Proceed(Principal principal, ClientInfo client, List<Header> headers)
      implements GateResult {
    /** Copies the headers. */
    public Proceed {
      headers = List.copyOf(headers);
    }
  }
}
