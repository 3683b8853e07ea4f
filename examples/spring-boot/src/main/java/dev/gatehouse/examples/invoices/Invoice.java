package dev.gatehouse.examples.invoices;

/**
 * An invoice.
 *
 * @param author who wrote it: a person, or a program with an API key
 */
record Invoice(long id, String customer, long cents, String author, boolean paid) {}
