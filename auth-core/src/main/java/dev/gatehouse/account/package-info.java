/** Accounts: register, verify e-mail, reset and change password, change e-mail, status, close. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.account;
