package dev.gatehouse.event;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing that happened. Holds ids and reason codes, never a secret and never an e-mail address.
 *
 * @param id unique; consumers use it to recognise a second delivery
 * @param outcome {@code success}, or the reason of the refusal in lower_snake
 * @param subject the account it is about; empty if there is none or none is known
 * @param data small, flat, sorted facts
 */
public record Event(
    UUID id,
    Instant at,
    EventType type,
    String outcome,
    Optional<UserId> subject,
    Actor actor,
    ClientInfo client,
    Map<String, String> data) {
  /** Copies the facts. */
  public Event {
    data = Map.copyOf(data);
  }
}
