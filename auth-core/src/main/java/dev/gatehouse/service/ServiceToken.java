package dev.gatehouse.service;

import dev.gatehouse.crypto.Secret;
import java.time.Duration;

/** A new access token for one audience, and how long it lasts. */
public record ServiceToken(Secret token, String audience, Duration lifetime) {}
