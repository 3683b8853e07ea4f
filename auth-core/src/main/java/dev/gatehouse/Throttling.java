package dev.gatehouse;

import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.UnlockService;
import dev.gatehouse.degradation.DegradationTable;
import dev.gatehouse.throttle.FallbackCounts;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.throttle.Throttle;
import java.util.function.Supplier;

/** The parts that limit requests and guesses, and what becomes of them and of the others when a backend is lost. */
record Throttling(
    Throttle throttle,
    LoginLockout lockout,
    UnlockService unlocks,
    LockAdministration locks,
    DegradationTable degradation,
    Supplier<FallbackCounts> fallbacks) {}
