/** Numeric network addresses and blocks of them. Never asks the DNS. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.net;
