package dev.gatehouse.jdbc;

import dev.gatehouse.Storage;
import dev.gatehouse.account.MailCooldownStore;
import dev.gatehouse.account.OneTimeTokenStore;
import dev.gatehouse.account.UserStore;
import dev.gatehouse.apikey.ApiKeyCreditStore;
import dev.gatehouse.apikey.ApiKeyStore;
import dev.gatehouse.apikey.ApiKeyUsageStore;
import dev.gatehouse.audit.AuditStore;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.event.OutboxStore;
import dev.gatehouse.maintenance.Leadership;
import dev.gatehouse.otp.FactorAttemptStore;
import dev.gatehouse.otp.RecoveryCodeStore;
import dev.gatehouse.otp.TotpStore;
import dev.gatehouse.otp.TrustedDeviceStore;
import dev.gatehouse.password.PasswordStore;
import dev.gatehouse.rbac.RoleAssignmentStore;
import dev.gatehouse.rbac.RoleStore;
import dev.gatehouse.replay.ReplayStore;
import dev.gatehouse.service.ServiceStore;
import dev.gatehouse.session.SessionStore;
import dev.gatehouse.storage.SchemaVersion;
import dev.gatehouse.storage.Transactions;
import dev.gatehouse.throttle.LockoutStore;
import dev.gatehouse.token.SigningKeyStore;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * All stores on one PostgreSQL database, version 13 or newer. Every verb of a store is one statement whose row count
 * is the verdict; it needs isolation level READ COMMITTED, the default of PostgreSQL. Safe for use by many threads and
 * many nodes at once.
 */
public final class JdbcStorage implements Storage {
  private final SchemaProbe schema;
  private final Transactions transactions;
  private final UserStore users;
  private final PasswordStore passwords;
  private final OneTimeTokenStore oneTimeTokens;
  private final MailCooldownStore mailCooldowns;
  private final LockoutStore lockouts;
  private final SessionStore sessions;
  private final SigningKeyStore signingKeys;
  private final ServiceStore services;
  private final RoleStore roles;
  private final RoleAssignmentStore roleAssignments;
  private final ApiKeyStore apiKeys;
  private final ApiKeyCreditStore apiKeyCredits;
  private final ApiKeyUsageStore apiKeyUsage;
  private final TotpStore totp;
  private final RecoveryCodeStore recoveryCodes;
  private final TrustedDeviceStore trustedDevices;
  private final FactorAttemptStore factorAttempts;
  private final ReplayStore replays;
  private final AuditStore audit;
  private final OutboxStore outbox;
  private final Invalidations invalidations;
  private final Leadership leadership;

  JdbcStorage(
      Database database,
      Database apart,
      SchemaProbe schema,
      Transactions transactions,
      Invalidations invalidations,
      Leadership leadership) {
    this.schema = schema;
    this.transactions = transactions;
    this.users = new JdbcUserStore(database);
    this.passwords = new JdbcPasswordStore(database);
    this.oneTimeTokens = new JdbcOneTimeTokenStore(database);
    this.mailCooldowns = new JdbcMailCooldownStore(database);
    this.lockouts = new JdbcLockoutStore(apart);
    this.sessions = new JdbcSessionStore(database);
    this.signingKeys = new JdbcSigningKeyStore(database);
    this.services = new JdbcServiceStore(database);
    this.roles = new JdbcRoleStore(database);
    this.roleAssignments = new JdbcRoleAssignmentStore(database);
    this.apiKeys = new JdbcApiKeyStore(database, transactions);
    this.apiKeyCredits = new JdbcApiKeyCreditStore(database);
    this.apiKeyUsage = new JdbcApiKeyUsageStore(database);
    this.totp = new JdbcTotpStore(database);
    this.recoveryCodes = new JdbcRecoveryCodeStore(database);
    this.trustedDevices = new JdbcTrustedDeviceStore(database, transactions);
    this.factorAttempts = new JdbcFactorAttemptStore(apart);
    this.replays = new JdbcReplayStore(database);
    this.audit = new JdbcAuditStore(database, transactions);
    this.outbox = new JdbcOutboxStore(database);
    this.invalidations = invalidations;
    this.leadership = leadership;
  }

  /**
   * Returns a storage with {@link JdbcSettings#defaults()}, for example over {@link Pools#postgres}.
   *
   * @throws SchemaException if the schema cannot be used as it is
   * @throws dev.gatehouse.storage.StoreException if the database cannot be reached
   */
  public static JdbcStorage of(DataSource dataSource) {
    return builder(dataSource).build();
  }

  /** Starts a storage whose settings differ from the defaults. */
  public static JdbcStorageBuilder builder(DataSource dataSource) {
    return new JdbcStorageBuilder(dataSource);
  }

  @Override
  public Transactions transactions() {
    return transactions;
  }

  @Override
  public UserStore users() {
    return users;
  }

  @Override
  public PasswordStore passwords() {
    return passwords;
  }

  @Override
  public OneTimeTokenStore oneTimeTokens() {
    return oneTimeTokens;
  }

  @Override
  public MailCooldownStore mailCooldowns() {
    return mailCooldowns;
  }

  @Override
  public LockoutStore lockouts() {
    return lockouts;
  }

  @Override
  public SessionStore sessions() {
    return sessions;
  }

  @Override
  public SigningKeyStore signingKeys() {
    return signingKeys;
  }

  @Override
  public ServiceStore services() {
    return services;
  }

  @Override
  public RoleStore roles() {
    return roles;
  }

  @Override
  public RoleAssignmentStore roleAssignments() {
    return roleAssignments;
  }

  @Override
  public ApiKeyStore apiKeys() {
    return apiKeys;
  }

  @Override
  public ApiKeyCreditStore apiKeyCredits() {
    return apiKeyCredits;
  }

  @Override
  public ApiKeyUsageStore apiKeyUsage() {
    return apiKeyUsage;
  }

  @Override
  public TotpStore totp() {
    return totp;
  }

  @Override
  public RecoveryCodeStore recoveryCodes() {
    return recoveryCodes;
  }

  @Override
  public TrustedDeviceStore trustedDevices() {
    return trustedDevices;
  }

  @Override
  public FactorAttemptStore factorAttempts() {
    return factorAttempts;
  }

  @Override
  public ReplayStore replays() {
    return replays;
  }

  @Override
  public AuditStore audit() {
    return audit;
  }

  @Override
  public OutboxStore outbox() {
    return outbox;
  }

  @Override
  public Invalidations invalidations() {
    return invalidations;
  }

  @Override
  public Leadership leadership() {
    return leadership;
  }

  @Override
  public Optional<SchemaVersion> schemaVersion() {
    return schema.version();
  }

  @Override
  public void close() {
    invalidations.close();
  }
}
