package dev.gatehouse.apikey;

import java.time.Instant;

/** When a key was used last, and from where. */
public record LastUse(Instant at, String address) {}
