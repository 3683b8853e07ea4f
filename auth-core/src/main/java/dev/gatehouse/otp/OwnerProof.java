package dev.gatehouse.otp;

import dev.gatehouse.crypto.Secret;
import dev.gatehouse.factor.FactorProof;

/**
 * What shows that owners themselves change their second factors: the password and a factor, in the same request. Neither two codes
 * of a factor nor a session and a password are enough.
 */
public record OwnerProof(Secret password, FactorProof factor) {}
