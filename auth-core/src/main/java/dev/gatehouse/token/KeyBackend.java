package dev.gatehouse.token;

import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.event.EventDraft;
import dev.gatehouse.storage.Transactions;
import java.util.function.Consumer;

/**
 * Where signing keys are kept, and who hears of a change.
 *
 * @param events records an event as part of the current unit of work
 */
public record KeyBackend(
    SigningKeyStore store,
    Transactions transactions,
    Invalidations invalidations,
    Consumer<EventDraft> events) {}
