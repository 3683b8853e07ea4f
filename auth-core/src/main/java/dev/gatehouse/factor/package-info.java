/** The contract between login and any second factor. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.factor;
