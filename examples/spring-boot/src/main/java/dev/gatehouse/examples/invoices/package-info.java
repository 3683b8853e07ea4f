/**
 * A small application on Spring Boot: an office writes invoices. What its people may do is in {@code Access}; accounts, logins,
 * keys and second factors come from Gatehouse.
 */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.examples.invoices;
