/**
 * Fieldnotes: a small application that embeds Gatehouse. {@link dev.gatehouse.examples.quickstart.Quickstart} is where to
 * begin reading.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.examples.quickstart;
