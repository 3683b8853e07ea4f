package dev.gatehouse;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.Dependents;
import dev.gatehouse.account.MailedTokens;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UnprovenAccounts;
import dev.gatehouse.account.UserAdministration;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.cache.LeaseCache;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.event.Events;
import dev.gatehouse.http.GateContext;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.endpoint.EndpointTable;
import dev.gatehouse.http.endpoint.Services;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.mail.MailQueue;
import dev.gatehouse.mail.Mails;
import dev.gatehouse.maintenance.Maintenance;
import dev.gatehouse.maintenance.MaintenanceTask;
import dev.gatehouse.password.PasswordHasher;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.SessionId;
import dev.gatehouse.rbac.Administrators;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.DeclaredRoles;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleBackend;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.LastSeen;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.session.SessionState;
import dev.gatehouse.session.SessionTokens;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.KeyBackend;
import dev.gatehouse.token.SigningKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Joins the parts of one configuration. No logic: only who works with whom. */
final class Wiring {
  /** Twice the sessions one node is expected to see within a lease. */
  private static final int LEASED_SESSIONS = 200_000;

  private final Configuration configuration;
  private final Storage storage;
  private final KeyRing keys;
  private final AuditTrail audit;
  private final Events events;
  private final MailQueue mailQueue;
  private final Surroundings around;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final PasswordService passwords;
  private final SigningKeys signingKeys;
  private final SessionTokens sessionTokens;
  private final SessionService sessions;
  private final MailedTokens mailedTokens;
  private final LastSeen lastSeen;
  private final Authenticator authenticator;
  private final RoleBackend roles;
  private final Administrators administrators;
  private final RoleAccess access;

  Wiring(Configuration configuration) {
    this.configuration = configuration;
    this.storage = configuration.storage();
    this.keys = new KeyRing(
        configuration.secret(), configuration.previousSecrets(), configuration.random());
    Ids ids = new Ids(configuration.clock(), configuration.random());
    this.audit = new AuditTrail(storage.audit());
    this.events = new Events(
        storage.transactions(),
        audit,
        storage.outbox(),
        ids,
        configuration.clock(),
        configuration.securityLog());
    this.mailQueue = new MailQueue(configuration.mailer(), storage.transactions(), events);
    this.around = new Surroundings(
        storage.transactions(),
        events,
        new Mails(mailQueue, configuration.mail()),
        storage.invalidations(),
        ids,
        configuration.clock());
    this.hasher = new PasswordHasher(configuration.hashing(), keys, configuration.random());
    this.rules = new PasswordRules(configuration.passwords(), configuration.breaches());
    this.passwords = new PasswordService(storage.passwords(), hasher, rules, configuration.clock());
    this.signingKeys = signingKeys();
    AccessTokens accessTokens =
        new AccessTokens(configuration.tokens(), signingKeys, configuration.clock(), ids);
    this.sessionTokens = new SessionTokens(accessTokens, keys, configuration.random());
    this.sessions = new SessionService(
        storage.sessions(), storage.users(), sessionTokens, configuration.sessions(), around);
    this.mailedTokens = new MailedTokens(
        storage.oneTimeTokens(),
        storage.mailCooldowns(),
        configuration.accounts(),
        keys,
        configuration.random());
    this.lastSeen = new LastSeen(storage.sessions(), configuration.sessions().touchInterval());
    this.authenticator = authenticator(accessTokens);
    this.roles =
        new RoleBackend(storage.roles(), storage.roleAssignments(), configuration.permissions());
    this.administrators = new Administrators(roles, around);
    this.access = new RoleAccess(
        roles,
        configuration.access(),
        storage.invalidations(),
        configuration.clock(),
        events::deny);
  }

  private SigningKeys signingKeys() {
    KeyBackend backend = new KeyBackend(
        storage.signingKeys(), storage.transactions(), storage.invalidations(), events::record);
    return new SigningKeys(
        backend, keys, configuration.random(), configuration.clock(), configuration.tokens());
  }

  private Authenticator authenticator(AccessTokens accessTokens) {
    LeaseCache<SessionId, Optional<SessionState>> leases =
        new LeaseCache<>(LEASED_SESSIONS, configuration.sessions().lease(), configuration.clock());
    return new Authenticator(
        accessTokens,
        storage.sessions(),
        leases,
        lastSeen,
        storage.invalidations(),
        configuration.clock());
  }

  Parts parts() {
    RegistrationService registration = new RegistrationService(
        storage.users(), passwords, mailedTokens, keys, configuration.accounts(), around);
    PasswordResetService reset = new PasswordResetService(
        storage.users(), passwords, mailedTokens, configuration.accounts(), around);
    AccountService accounts = new AccountService(
        storage.users(),
        passwords,
        mailedTokens,
        new Dependents(sessions, administrators),
        configuration.accounts(),
        around);
    LoginService logins = new LoginService(
        storage.users(),
        passwords,
        storage.oneTimeTokens(),
        configuration.factors(),
        sessions,
        configuration.random(),
        around);
    RefreshService refresh = new RefreshService(
        storage.sessions(), sessionTokens, keys, configuration.sessions(), around);
    Maintenance maintenance = maintenance();
    return new Parts(
        registration,
        reset,
        accounts,
        new UserAdministration(
            storage.users(), passwords, mailedTokens, administrators, around),
        logins,
        sessions,
        refresh,
        authenticator,
        signingKeys,
        rules,
        hasher,
        access,
        new RoleService(roles, around),
        new AssignmentService(roles, storage.users(), administrators, around),
        new DeclaredRoles(roles, configuration.roles(), around),
        events,
        audit,
        mailQueue,
        maintenance,
        gate(new Services(
            registration,
            reset,
            accounts,
            logins,
            sessions,
            refresh,
            authenticator::authenticate,
            rules,
            signingKeys::jwks,
            configuration.clock())),
        List.of(maintenance, lastSeen::flush, mailQueue, events, hasher, storage));
  }

  private HttpGate gate(Services services) {
    GateContext context = new GateContext(configuration.clock(), around.ids(), events::deny);
    return new HttpGate(
        configuration.http(),
        configuration.routes(),
        EndpointTable.of(services, configuration.http()),
        authenticator::authenticate,
        context);
  }

  private Maintenance maintenance() {
    UnprovenAccounts unproven =
        new UnprovenAccounts(storage.users(), configuration.accounts(), around);
    CleanUp cleanUp = new CleanUp(storage, configuration.clock());
    List<MaintenanceTask> tasks = List.of(
        new MaintenanceTask("signing-keys", Duration.ofMinutes(1), signingKeys::maintain),
        new MaintenanceTask("clean-up", Duration.ofMinutes(15), cleanUp),
        MaintenanceTask.onEveryNode("role-cache", Duration.ofMinutes(1), access::refresh),
        new MaintenanceTask("unproven-accounts", Duration.ofHours(1), unproven),
        MaintenanceTask.onEveryNode("last-seen", Duration.ofSeconds(10), lastSeen::flush));
    return new Maintenance(
        tasks, storage.leadership(), configuration.clock(), configuration.random());
  }
}
