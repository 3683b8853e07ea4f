package dev.gatehouse;

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

/** One backend: every store, the transactions that join them, and the broadcast between nodes. */
public interface Storage extends AutoCloseable {

  /** Returns the units of work that span all stores of this backend. */
  Transactions transactions();

  /** Returns the accounts. */
  UserStore users();

  /** Returns the password hashes. */
  PasswordStore passwords();

  /** Returns the one-time tokens. */
  OneTimeTokenStore oneTimeTokens();

  /** Returns the mail cooldowns. */
  MailCooldownStore mailCooldowns();

  /** Returns the counts of failed guesses. */
  LockoutStore lockouts();

  /** Returns the sessions. */
  SessionStore sessions();

  /** Returns the signing keys. */
  SigningKeyStore signingKeys();

  /** Returns the service principals. */
  ServiceStore services();

  /** Returns the roles. */
  RoleStore roles();

  /** Returns who has which role. */
  RoleAssignmentStore roleAssignments();

  /** Returns the API keys. */
  ApiKeyStore apiKeys();

  /** Returns the credits of API keys. */
  ApiKeyCreditStore apiKeyCredits();

  /** Returns what API keys were used for. */
  ApiKeyUsageStore apiKeyUsage();

  /** Returns the authenticator apps. */
  TotpStore totp();

  /** Returns the recovery codes. */
  RecoveryCodeStore recoveryCodes();

  /** Returns the trusted browsers. */
  TrustedDeviceStore trustedDevices();

  /** Returns how often second factors were tried. */
  FactorAttemptStore factorAttempts();

  /** Returns which ids have been used. */
  ReplayStore replays();

  /** Returns the audit trail. */
  AuditStore audit();

  /** Returns the outbox. */
  OutboxStore outbox();

  /** Returns the broadcast between nodes. */
  Invalidations invalidations();

  /** Returns the election of the node that does scheduled work. */
  Leadership leadership();

  /**
   * Looks at the tables now; empty for a backend that has none.
   *
   * @throws dev.gatehouse.storage.StoreException if the backend does not answer, or there are no tables
   */
  Optional<SchemaVersion> schemaVersion();

  /** Releases what this backend opened itself; a DataSource that was handed in stays open. */
  @Override
  void close();
}
