/** From a password to a session: verify, ask for a factor, pass the one completion gate. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.login;
