/** Time-based one-time passwords, recovery codes, trusted devices, and who must have a second factor. */
@org.jspecify.annotations.NullMarked
package dev.gatehouse.otp;
