package dev.gatehouse.http;

import dev.gatehouse.apikey.KeyUse;
import dev.gatehouse.apikey.Verification;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.Secret;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.guard.Guard;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What the gate takes from its surroundings.
 *
 * @param guard judges callers
 * @param keys judges a presented API key for one use
 * @param denials where refusals are reported; must not block
 * @param limits on requests
 */
public record GateContext(
    Guard guard,
    BiFunction<Secret, KeyUse, Verification> keys,
    Ids ids,
    Consumer<EventDraft> denials,
    RequestLimits limits) {

  /** Takes requests however many there are. */
  public GateContext(
      Guard guard,
      BiFunction<Secret, KeyUse, Verification> keys,
      Ids ids,
      Consumer<EventDraft> denials) {
    this(guard, keys, ids, denials, RequestLimits.none());
  }
}
