package dev.gatehouse;

import dev.gatehouse.degradation.DegradationPolicy;
import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the builder knows about limits.
 *
 * @param requests the limits of the host
 * @param shared the store that nodes share, if there is one
 * @param degradation what becomes of limits while that one does not answer
 * @param nanos the clock of the limits of this node
 */
record ThrottleSetup(
    ThrottlePolicy policy,
    List<RequestLimit> requests,
    Optional<SharedLimits> shared,
    DegradationPolicy degradation,
    LongSupplier nanos) {}
