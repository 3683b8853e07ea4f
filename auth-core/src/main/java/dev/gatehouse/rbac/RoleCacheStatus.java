package dev.gatehouse.rbac;

import dev.gatehouse.cache.CacheCounts;
import java.time.Duration;
import java.util.Optional;

/**
 * How the role cache of a node fares.
 *
 * @param bound how old an answer may be at most
 * @param graphAge how old the node's copy of all roles is; empty before the first question
 * @param assignmentAge how old the oldest assignments are that the node would answer from; empty if it has none. With
 *     {@code graphAge} this is the staleness of its answers, and never more than the bound
 * @param subjects what the cache of assignments has done
 * @param graphs what the cache of roles has done: a load that finds the same revision compiles nothing
 * @param refreshes how often everything was dropped on schedule
 */
public record RoleCacheStatus(
    Duration bound,
    Optional<Duration> graphAge,
    Optional<Duration> assignmentAge,
    CacheCounts subjects,
    CacheCounts graphs,
    long refreshes) {}
