package dev.gatehouse;

import dev.gatehouse.http.RequestLimit;
import dev.gatehouse.throttle.RateLimitStore;
import dev.gatehouse.throttle.ThrottlePolicy;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What the builder knows about limits.
 *
 * @param requests the limits of the host
 * @param shared puts the store that nodes share before that of this node, if there is one
 * @param nanos the clock of the limits of this node
 */
record ThrottleSetup(
    ThrottlePolicy policy,
    List<RequestLimit> requests,
    UnaryOperator<RateLimitStore> shared,
    LongSupplier nanos) {}
