/** The append-only, hash-chained trail of events. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.audit;
