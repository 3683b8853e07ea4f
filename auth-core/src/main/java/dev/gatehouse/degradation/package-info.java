/** What each part does while a backend that it needs is lost: the contract, as a table and as counts. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.degradation;
