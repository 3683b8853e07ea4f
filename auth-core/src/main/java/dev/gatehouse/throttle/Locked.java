package dev.gatehouse.throttle;

/** A lock, and whom it is about. */
public record Locked(Lock lock, LockLabel label) {}
