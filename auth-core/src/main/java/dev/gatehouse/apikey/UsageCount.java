package dev.gatehouse.apikey;

import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.ApiKeyId;
import java.time.Instant;

/**
 * How often a key was used for one kind of thing, with one outcome, within one hour.
 *
 * @param hour the beginning of the hour
 * @param routeGroup what it was used for, as the application groups its routes; empty if it does not
 * @param outcome {@code accepted}, or the reason of the refusal in lower_snake
 */
public record UsageCount(
    ApiKeyId key,
    ApiKeyFamilyId family,
    Instant hour,
    String routeGroup,
    String outcome,
    long count) {}
