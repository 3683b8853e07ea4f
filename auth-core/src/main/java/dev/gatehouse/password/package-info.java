/** Hash, verify, rehash, import and judge passwords. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.password;
