package dev.gatehouse.http;

import dev.gatehouse.crypto.Ids;
import dev.gatehouse.event.EventDraft;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What the gate takes from its surroundings.
 *
 * @param denials where refusals are reported; must not block
 */
public record GateContext(InstantSource clock, Ids ids, Consumer<EventDraft> denials) {}
