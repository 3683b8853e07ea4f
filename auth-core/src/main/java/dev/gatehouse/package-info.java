/** The facade of the library and its builder: wiring and defaults, nothing else. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse;
