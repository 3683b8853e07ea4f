package dev.gatehouse.http;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.guard.Guard;
import java.util.function.Consumer;

/**
 * What the gate takes from its surroundings.
 *
 * @param guard judges callers
 * @param denials where refusals are reported; must not block
 */
public record GateContext(Guard guard, Ids ids, Consumer<EventDraft> denials) {}
