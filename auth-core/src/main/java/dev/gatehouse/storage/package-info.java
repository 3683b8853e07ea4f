/** What every store shares: transactions and the exception of a failed backend. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.storage;
