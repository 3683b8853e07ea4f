/** Keys derived from the one application secret, sealing, digests, random values, and {@code Secret}. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.crypto;
