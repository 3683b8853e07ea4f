package dev.gatehouse.examples.invoices;

/** What a client sends to have an invoice written. */
record NewInvoice(String customer, long cents) {}
