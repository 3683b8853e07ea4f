package dev.gatehouse.testkit.memory;

import dev.gatehouse.Storage;
import dev.gatehouse.account.MailCooldownStore;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.User;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.apikey.ApiKeyCreditStore;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.audit.AuditRecord;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.event.Event;
import dev.gatehouse.event.OutboxStore;
import dev.gatehouse.maintenance.Leadership;
import dev.gatehouse.otp.FactorAttemptStore;
import dev.gatehouse.otp.RecoveryCodeStore;
import dev.gatehouse.otp.TotpStore;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.password.PasswordStore;
import dev.gatehouse.principal.ApiKeyFamilyId;
import dev.gatehouse.principal.UserId;
import dev.gatehouse.rbac.Role;
import dev.gatehouse.rbac.RoleAssignment;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.rbac.RoleStore;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.service.ServiceStore;
import dev.gatehouse.session.SessionStore;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.storage.Transactions;
import dev.gatehouse.throttle.LocalLockouts;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.token.SigningKeyStore;
import java.util.List;
import java.util.Optional;

/**
 * One node on a storage in memory, for tests. It keeps every promise that a database keeps, durability excepted, and
 * runs units of work one after the other: work that waits inside a unit for another thread's store call waits for
 * ever. Safe for use by many threads.
 */
public final class InMemoryStorage implements Storage {
  private final Stores stores;
  private final InMemoryInvalidations invalidations;

  /** What all nodes of one storage share. */
  private record Stores(
      Memory memory,
      UserStore users,
      PasswordStore passwords,
      OneTimeTokenStore oneTimeTokens,
      MailCooldownStore mailCooldowns,
      LockoutStore lockouts,
      SessionStore sessions,
      SigningKeyStore signingKeys,
      ServiceStore services,
      RoleStore roles,
      RoleAssignmentStore roleAssignments,
      InMemoryApiKeyStore apiKeys,
      ApiKeyCreditStore apiKeyCredits,
      ApiKeyUsageStore apiKeyUsage,
      TotpStore totp,
      RecoveryCodeStore recoveryCodes,
      TrustedDeviceStore trustedDevices,
      FactorAttemptStore factorAttempts,
      ReplayStore replays,
      InMemoryAuditStore audit,
      InMemoryOutboxStore outbox,
      Leadership leadership) {

    static Stores empty() {
      Memory memory = new Memory();
      Table<UserId, User> users = new Table<>(memory);
      InMemoryOneTimeTokenStore tokens = new InMemoryOneTimeTokenStore(memory);
      Table<String, Role> roles = new Table<>(memory);
      Table<AssignmentKey, RoleAssignment> assignments = new Table<>(memory);
      Table<ApiKeyFamilyId, KeyFamily> families = new Table<>(memory);
      InMemoryApiKeyStore apiKeys = new InMemoryApiKeyStore(memory, families);
      return new Stores(
          memory,
          new InMemoryUserStore(memory, users, assignments, tokens),
          new InMemoryPasswordStore(memory),
          tokens,
          new InMemoryMailCooldownStore(memory),
          new LocalLockouts(LocalLockouts.DEFAULT_LANES),
          new InMemorySessionStore(memory, users),
          new InMemorySigningKeyStore(memory),
          new InMemoryServiceStore(memory),
          new InMemoryRoleStore(memory, roles, assignments),
          new InMemoryRoleAssignmentStore(memory, roles, assignments, users),
          apiKeys,
          new InMemoryApiKeyCreditStore(memory, families),
          new InMemoryApiKeyUsageStore(memory, apiKeys),
          new InMemoryTotpStore(memory),
          new InMemoryRecoveryCodeStore(memory),
          new InMemoryTrustedDeviceStore(memory, users),
          new InMemoryFactorAttemptStore(),
          new InMemoryReplayStore(memory, InMemoryReplayStore.DEFAULT_ENTRIES),
          new InMemoryAuditStore(memory),
          new InMemoryOutboxStore(memory),
          new InMemoryLeadership());
    }
  }

  private InMemoryStorage(Stores stores, InMemoryInvalidations invalidations) {
    this.stores = stores;
    this.invalidations = invalidations;
  }

  /** Returns a single node on a new, empty storage. */
  public static InMemoryStorage create() {
    return new InMemoryStorage(Stores.empty(), InMemoryInvalidations.single());
  }

  /**
   * Returns one more node on the same storage. The nodes hear each other's invalidations until
   * {@link InMemoryInvalidations#cut} cuts the line of one of them.
   */
  public InMemoryStorage anotherNode() {
    return new InMemoryStorage(stores, invalidations.another());
  }

  /** Returns every audit record, of all chains, in the order in which they were added. */
  public List<AuditRecord> auditRecords() {
    return stores.audit().records();
  }

  /** Returns every event in the outbox, in the order in which they were added. */
  public List<Event> outboxEvents() {
    return stores.outbox().events();
  }

  @Override
  public Transactions transactions() {
    return stores.memory();
  }

  @Override
  public UserStore users() {
    return stores.users();
  }

  @Override
  public PasswordStore passwords() {
    return stores.passwords();
  }

  @Override
  public OneTimeTokenStore oneTimeTokens() {
    return stores.oneTimeTokens();
  }

  @Override
  public MailCooldownStore mailCooldowns() {
    return stores.mailCooldowns();
  }

  @Override
  public LockoutStore lockouts() {
    return stores.lockouts();
  }

  @Override
  public SessionStore sessions() {
    return stores.sessions();
  }

  @Override
  public SigningKeyStore signingKeys() {
    return stores.signingKeys();
  }

  @Override
  public ServiceStore services() {
    return stores.services();
  }

  @Override
  public RoleStore roles() {
    return stores.roles();
  }

  @Override
  public RoleAssignmentStore roleAssignments() {
    return stores.roleAssignments();
  }

  @Override
  public ApiKeyStore apiKeys() {
    return stores.apiKeys();
  }

  @Override
  public ApiKeyCreditStore apiKeyCredits() {
    return stores.apiKeyCredits();
  }

  @Override
  public ApiKeyUsageStore apiKeyUsage() {
    return stores.apiKeyUsage();
  }

  @Override
  public TotpStore totp() {
    return stores.totp();
  }

  @Override
  public RecoveryCodeStore recoveryCodes() {
    return stores.recoveryCodes();
  }

  @Override
  public TrustedDeviceStore trustedDevices() {
    return stores.trustedDevices();
  }

  @Override
  public FactorAttemptStore factorAttempts() {
    return stores.factorAttempts();
  }

  @Override
  public ReplayStore replays() {
    return stores.replays();
  }

  @Override
  public AuditStore audit() {
    return stores.audit();
  }

  @Override
  public OutboxStore outbox() {
    return stores.outbox();
  }

  @Override
  public InMemoryInvalidations invalidations() {
    return invalidations;
  }

  @Override
  public Leadership leadership() {
    return stores.leadership();
  }

  /** {@inheritDoc} Memory has no tables. */
  @Override
  public Optional<SchemaVersion> schemaVersion() {
    return Optional.empty();
  }

  /** Stops listening to the other nodes. The data stays: another node may still be at work on it. */
  @Override
  public void close() {
    invalidations.close();
  }
}
