package dev.gatehouse.service;

import dev.gatehouse.crypto.Secret;

/** A service and the only copy of its new secret: it cannot be shown again. */
public record IssuedSecret(ServiceRecord service, Secret secret) {}
