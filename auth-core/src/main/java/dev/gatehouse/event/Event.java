package dev.gatehouse.event;

import dev.gatehouse.principal.Actor;
import dev.gatehouse.principal.ClientInfo;
import dev.gatehouse.principal.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  /** Copies the facts; what no database can keep as text (NUL, half a surrogate pair) becomes U+FFFD. */
  public Event {
    outcome = storable(outcome);
    Map<String, String> facts = new TreeMap<>();
    data.forEach((name, value) -> facts.put(storable(name), storable(value)));
    data = Map.copyOf(facts);
  }

  // One NUL in a fact that a client chose would otherwise make the whole change fail.
  private static String storable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> isStorable(point) ? point : 0xFFFD)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isStorable(int point) {
    return point != 0 && Character.getType(point) != Character.SURROGATE;
  }
}
