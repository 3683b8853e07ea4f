/** What happened: typed events, the recorder, the outbox, listeners and the security log. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.event;
