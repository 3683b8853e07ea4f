/** Stable error codes and the one exception that carries them. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.error;
