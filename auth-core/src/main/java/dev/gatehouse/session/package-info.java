/** Sessions: open, refresh, list, revoke, and the lease that lets a node answer without the database. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.session;
