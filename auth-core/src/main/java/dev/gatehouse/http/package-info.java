/** The HTTP semantics without a container: requests, credentials, route rules, problems, and the gate that joins them. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.http;
