/**
 * Two processes: {@code Reports} embeds Gatehouse, knows people and has the database; {@code Orders} has nothing but the URL
 * of its keys.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.examples.services;
