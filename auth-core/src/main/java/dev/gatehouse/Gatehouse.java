package dev.gatehouse;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.account.UnlockService;
import dev.gatehouse.account.UserAdministration;
import dev.gatehouse.apikey.ApiKeyCredits;
import dev.gatehouse.apikey.ApiKeyFormat;
import dev.gatehouse.apikey.ApiKeyRights;
import dev.gatehouse.apikey.ApiKeyService;
import dev.gatehouse.apikey.ApiKeyUsage;
import dev.gatehouse.apikey.ApiKeyVerifier;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.cache.SecondLevelStatus;
import dev.gatehouse.degradation.Degradation;
import dev.gatehouse.event.Events;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.health.Health;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.mail.MailQueue;
import dev.gatehouse.maintenance.Maintenance;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.password.PasswordHasher;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.replay.ReplayProtection;
import dev.gatehouse.service.ServiceAdministration;
import dev.gatehouse.service.ServiceAuthenticator;
import dev.gatehouse.service.TokenServices;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.throttle.Throttle;
import dev.gatehouse.token.SigningKeys;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Accounts, logins, tokens and sessions inside the application's own process: the one object an application keeps. Safe
 * for use by many threads; make one per application, and close it when the application ends.
 */
public final class Gatehouse implements AutoCloseable {
  private final Parts parts;

  Gatehouse(Parts parts) {
    this.parts = parts;
  }

  /** Starts a configuration. Base URL, secret, storage and mailer are required; everything else has a safe default. */
  public static GatehouseBuilder builder() {
    return new GatehouseBuilder();
  }

  /** Returns registration and the proof of addresses. */
  public RegistrationService registration() {
    return parts.registration();
  }

  /** Returns the way back for people who forgot their password. */
  public PasswordResetService passwordReset() {
    return parts.passwordReset();
  }

  /** Returns what people do with their own account. */
  public AccountService accounts() {
    return parts.accounts();
  }

  /** Returns what the application does with other people's accounts. */
  public UserAdministration users() {
    return parts.users();
  }

  /** Returns login. */
  public LoginService logins() {
    return parts.logins();
  }

  /** Returns second factors. */
  public TwoFactor twoFactor() {
    return parts.twoFactor();
  }

  /** Returns the sessions. */
  public SessionService sessions() {
    return parts.sessions();
  }

  /** Returns the exchange of refresh tokens. */
  public RefreshService refresh() {
    return parts.refresh();
  }

  /** Returns what turns an access token into a principal. */
  public Authenticator authenticator() {
    return parts.authenticator();
  }

  /** Returns the keys that sign access tokens. */
  public SigningKeys signingKeys() {
    return parts.signingKeys();
  }

  /** Returns what the application does with service principals. */
  public ServiceAdministration services() {
    return parts.services();
  }

  /** Returns what turns the access token of a service into a principal. */
  public ServiceAuthenticator serviceAuthenticator() {
    return parts.serviceAuthenticator();
  }

  /** Returns what services get: tokens, what a token is good for, and its end. */
  public TokenServices tokenServices() {
    return parts.tokenServices();
  }

  /** Returns the judge of new passwords. */
  public PasswordRules passwordRules() {
    return parts.passwordRules();
  }

  /** Returns the counters of the hash pool. */
  public PasswordHasher passwordHasher() {
    return parts.passwordHasher();
  }

  /** Returns who may do what. */
  public RoleAccess access() {
    return parts.access();
  }

  /** Returns what roles there are. */
  public RoleService roles() {
    return parts.roles();
  }

  /** Returns who has which role. */
  public AssignmentService roleAssignments() {
    return parts.roleAssignments();
  }

  /** Returns the API keys: issue, list, change, rotate and revoke them. */
  public ApiKeyService apiKeys() {
    return parts.apiKeys().service();
  }

  /** Returns the judge of presented API keys. */
  public ApiKeyVerifier apiKeyVerifier() {
    return parts.apiKeys().verifier();
  }

  /** Returns what tells what an API key may do. */
  public ApiKeyRights apiKeyRights() {
    return parts.apiKeys().rights();
  }

  /** Returns the credits of API keys. */
  public ApiKeyCredits apiKeyCredits() {
    return parts.apiKeys().credits();
  }

  /** Returns what API keys were used for. */
  public ApiKeyUsage apiKeyUsage() {
    return parts.apiKeys().usage();
  }

  /** Returns the form of API keys, for secret scanners. */
  public ApiKeyFormat apiKeyFormat() {
    return parts.apiKeys().format();
  }

  /** Returns the judge of callers, for code of the host: by a call, or by annotations. */
  public Guard guard() {
    return parts.guard();
  }

  /** Returns the judge of rates, for actions of the host: {@code throttle().check("export", user).orThrow()}. */
  public Throttle throttle() {
    return parts.throttling().throttle();
  }

  /** Returns what tells the first use of an id from a replay, for webhooks and assertions that the host receives. */
  public ReplayProtection replays() {
    return parts.replays();
  }

  /** Returns how often passwords may be guessed, and what knows the devices of owners. */
  public LoginLockout lockout() {
    return parts.throttling().lockout();
  }

  /** Returns what ends the lockout of an account. */
  public UnlockService unlocks() {
    return parts.throttling().unlocks();
  }

  /** Returns what each part does while a backend is lost, and how often that was needed so far. */
  public Degradation degradation() {
    return new Degradation(
        parts.throttling().degradation(),
        parts.http().storeFailures(),
        parts.throttling().fallbacks().get());
  }

  /** Returns what shows administrators which logins are locked, and lifts single locks. */
  public LockAdministration locks() {
    return parts.throttling().locks();
  }

  /** Returns the recorder of events; listen to it to hear of every change after its commit. */
  public Events events() {
    return parts.events();
  }

  /** Returns the audit trail. */
  public AuditTrail audit() {
    return parts.audit();
  }

  /** Returns the mails on their way. */
  public MailQueue mailQueue() {
    return parts.mailQueue();
  }

  /** Returns the scheduled work and how it fares. */
  public Maintenance maintenance() {
    return parts.maintenance();
  }

  /** Returns how the copies that nodes share have fared up to now. */
  public SecondLevelStatus secondLevel() {
    return parts.secondLevel().status();
  }

  /**
   * Looks whether this node can do its work; within two seconds, whatever the store does. A part that can be lost without
   * that is not asked: see {@link #degradation()} and {@link #secondLevel()}.
   */
  public Health health() {
    return parts.health().look();
  }

  /**
   * Does beforehand what the first login and the first token would wait for: puts the endpoints together, reads the signing
   * keys, computes a small hash, and so loads the cryptography. Takes up to a second of one core; call it beside other work, when
   * the application is ready.
   *
   * @throws dev.gatehouse.error.AuthException BUSY if so many log in already that there is nothing to warm up
   */
  public void warmUp() {
    parts.http().warmUp();
    parts.signingKeys().warmUp();
    parts.passwordHasher().warmUp();
  }

  /** Returns every setting as it is in effect, by name. Nothing in it is secret. */
  public List<Setting> settings() {
    return new EffectiveSettings().of(parts.configuration());
  }

  /** Returns the door for HTTP requests; an adapter such as auth-servlet hands them in. */
  public HttpGate http() {
    return parts.http();
  }

  /**
   * Stops the scheduled work, writes what waits to be written, sends what waits to be sent for a few seconds at most, and
   * closes the storage. A second call does nothing.
   */
  @Override
  public void close() {
    Deque<AutoCloseable> toClose = new ArrayDeque<>(parts.closeables());
    RuntimeException first = null;
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        first = first == null ? new IllegalStateException("a part did not close", e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
