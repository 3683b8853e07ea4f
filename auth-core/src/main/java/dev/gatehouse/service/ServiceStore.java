package dev.gatehouse.service;

import dev.gatehouse.principal.ServiceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps service principals. Of all of them, at most one has a given name. Safe for use by many threads and many nodes at
 * once; {@code ServiceStoreContract} in {@code auth-contracts} states every promise as a test.
 */
public interface ServiceStore {

  /** Adds a service unless its name is taken; of concurrent calls for one name exactly one returns true. */
  boolean insert(ServiceRecord service);

  /** Returns the service with that id, disabled or not. */
  Optional<ServiceRecord> find(ServiceId id);

  /** Returns at most {@code limit} services whose ids come after the given one, in the order of their ids. */
  List<ServiceRecord> list(Optional<ServiceId> after, int limit);

  /**
   * Puts a new secret in the place of the newest one, which becomes the previous one, unless the previous one still lives:
   * a third is never live. Of concurrent calls exactly one returns the service as it is then.
   */
  Optional<ServiceRecord> rotate(SecretRotation rotation);

  /**
   * Puts a new secret in the place of all others, at once; the epoch rises by one. Empty if there is no such service. The
   * rotation's {@code oldEndsAt} is not looked at.
   */
  Optional<ServiceRecord> replace(SecretRotation rotation);

  /** Ends the previous secret if it still lives at that instant; of concurrent calls exactly one returns true. */
  boolean endPrevious(ServiceId id, Instant now);

  /** Sets the audiences; the epoch rises by one. Returns the service as it is then. */
  Optional<ServiceRecord> changeAudiences(ServiceId id, Set<String> audiences);

  /**
   * Enables or disables a service that is not so already; the epoch rises by one. Of concurrent calls for the same change
   * exactly one returns the service as it is then.
   */
  Optional<ServiceRecord> changeStatus(ServiceId id, boolean enabled);

  /**
   * Ends all tokens of a service: the epoch rises by one if it is the given one. Of concurrent calls with one epoch exactly
   * one returns true.
   */
  boolean advanceEpoch(ServiceId id, long epoch);

  /** Deletes a service with its secrets and returns what it was; of concurrent calls exactly one gets it. */
  Optional<ServiceRecord> delete(ServiceId id);
}
