package dev.gatehouse.factor;

import dev.gatehouse.crypto.Secret;

/**
 * Evidence for one factor beyond the password, as the client sent it.
 *
 * @param factor the name of the factor, for example {@code totp}
 * @param value the code or assertion
 */
public record FactorProof(String factor, Secret value) {}
