package dev.gatehouse.http.endpoint;

import dev.gatehouse.account.UnlockService;
import dev.gatehouse.throttle.LoginLockout;

/** What endpoints call to lock logins and to unlock them. */
public record Locks(LoginLockout lockout, UnlockService unlocks) {}
