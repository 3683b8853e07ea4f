package dev.gatehouse;

import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.UnlockService;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.throttle.Throttle;

/** The parts that limit requests and guesses. */
record Throttling(
    Throttle throttle, LoginLockout lockout, UnlockService unlocks, LockAdministration locks) {}
