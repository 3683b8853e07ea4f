package dev.gatehouse.apikey;

import dev.gatehouse.account.Surroundings;
import dev.gatehouse.crypto.RandomSource;
import dev.gatehouse.maintenance.MaintenanceTask;
import dev.gatehouse.rbac.Access;
import java.time.Duration;
import java.util.List;

/** The parts of this feature over one backend, and the work that comes back. */
public final class ApiKeys {
  private static final Duration FLUSH = Duration.ofSeconds(10);
  private static final Duration ANNOUNCE = Duration.ofMinutes(5);

  private final ApiKeyFormat format;
  private final ApiKeyService service;
  private final ApiKeyVerifier verifier;
  private final ApiKeyRights rights;
  private final ApiKeyCredits credits;
  private final ApiKeyUsage usage;
  private final KeyAnnouncements announcements;

  /** Joins the parts; the copies of keys listen for changes from now on. */
  public ApiKeys(
      ApiKeyBackend backend,
      Access access,
      KeyLimits limits,
      ApiKeyPolicy policy,
      RandomSource random,
      Surroundings around) {
    this.format = new ApiKeyFormat(policy.prefix(), policy.environment());
    this.rights = new ApiKeyRights(access);
    this.usage = new ApiKeyUsage(backend.usage());
    this.credits = new ApiKeyCredits(backend, around);
    this.announcements = new KeyAnnouncements(backend.keys(), policy, around);
    GrantCheck grants = new GrantCheck(access, backend.roles(), around.events());
    this.service = new ApiKeyService(backend, grants, format, policy, random, around);
    KeyLeases leases = new KeyLeases(
        backend.keys(), backend.owners(), policy.lease(), around.invalidations(), around.clock());
    KeySpending spending = new KeySpending(limits, backend.credits());
    this.verifier = new ApiKeyVerifier(
        format, leases, rights, spending, new UseRecord(usage, around.events()), around.clock());
  }

  /** Returns the form of keys, for secret scanners. */
  public ApiKeyFormat format() {
    return format;
  }

  /** Returns what issues and changes keys. */
  public ApiKeyService service() {
    return service;
  }

  /** Returns what judges presented keys. */
  public ApiKeyVerifier verifier() {
    return verifier;
  }

  /** Returns what tells what a key may do. */
  public ApiKeyRights rights() {
    return rights;
  }

  /** Returns the credits of families. */
  public ApiKeyCredits credits() {
    return credits;
  }

  /** Returns the counts of use. */
  public ApiKeyUsage usage() {
    return usage;
  }

  /** Returns the work that comes back: writing the counts on every node, and the announcements on one. */
  public List<MaintenanceTask> tasks() {
    return List.of(
        MaintenanceTask.onEveryNode("api-key-usage", FLUSH, usage::flush),
        MaintenanceTask.counting("api-key-deadlines", ANNOUNCE, announcements::announce));
  }
}
