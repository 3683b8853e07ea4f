/** What our password hasher adds to bare Argon2id. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.benchmarks.hash;
