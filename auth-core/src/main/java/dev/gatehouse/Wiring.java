package dev.gatehouse;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.Dependents;
import dev.gatehouse.account.LockAdministration;
import dev.gatehouse.account.MailedTokens;
import dev.gatehouse.account.OwnPassword;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.account.Surroundings;
import dev.gatehouse.account.UnlockService;
import dev.gatehouse.account.UnprovenAccounts;
import dev.gatehouse.account.UserAdministration;
import dev.gatehouse.apikey.ApiKeyBackend;
import dev.gatehouse.apikey.ApiKeys;
import dev.gatehouse.apikey.KeyOwners;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.cache.Invalidations;
import dev.gatehouse.cache.SecondLevel;
import dev.gatehouse.crypto.Ids;
import dev.gatehouse.crypto.KeyRing;
import dev.gatehouse.event.Events;
import dev.gatehouse.guard.CallerRights;
import dev.gatehouse.guard.Guard;
import dev.gatehouse.health.HealthCheck;
import dev.gatehouse.http.GateContext;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.http.endpoint.Administration;
import dev.gatehouse.http.endpoint.EndpointTable;
import dev.gatehouse.http.endpoint.Locks;
import dev.gatehouse.http.endpoint.Services;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.mail.MailQueue;
import dev.gatehouse.mail.Mails;
import dev.gatehouse.maintenance.Maintenance;
import dev.gatehouse.maintenance.MaintenanceTask;
import dev.gatehouse.otp.TwoFactor;
import dev.gatehouse.password.PasswordHasher;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.password.PasswordService;
import dev.gatehouse.principal.Principal;
import dev.gatehouse.rbac.Administrators;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.DeclaredRoles;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleBackend;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.replay.ReplayProtection;
import dev.gatehouse.service.ServiceAdministration;
import dev.gatehouse.service.TokenServices;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.LastSeen;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionLeases;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.session.SessionTokens;
import dev.gatehouse.throttle.LoginLockout;
import dev.gatehouse.token.AccessTokens;
import dev.gatehouse.token.KeyBackend;
import dev.gatehouse.token.SigningKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Joins the parts of one configuration. No logic: only who works with whom. */
final class Wiring {
  private final Configuration configuration;
  private final Storage storage;
  private final KeyRing keys;
  private final SecondLevel second;
  private final Invalidations invalidations;
  private final AuditTrail audit;
  private final Events events;
  private final MailQueue mailQueue;
  private final Surroundings around;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final PasswordService passwords;
  private final SigningKeys signingKeys;
  private final AccessTokens accessTokens;
  private final SessionTokens sessionTokens;
  private final SessionService sessions;
  private final MailedTokens mailedTokens;
  private final LastSeen lastSeen;
  private final Authenticator authenticator;
  private final ServiceWiring services;
  private final RoleBackend roles;
  private final Administrators administrators;
  private final RoleAccess access;
  private final TwoFactor twoFactor;
  private final ThrottleWiring throttling;
  private final LoginLockout lockout;
  private final ApiKeys apiKeys;
  private final CallerRights rights;
  private final Guard guard;

  Wiring(Configuration configuration) {
    this.configuration = configuration;
    this.storage = configuration.storage();
    this.keys = new KeyRing(
        configuration.secret(), configuration.previousSecrets(), configuration.random());
    this.second = new SecondLevel(
        configuration.sharedCache(),
        keys,
        configuration.random(),
        configuration.clock(),
        System::nanoTime);
    this.invalidations = second.before(storage.invalidations());
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
        invalidations,
        ids,
        configuration.clock());
    this.hasher = new PasswordHasher(configuration.hashing(), keys, configuration.random());
    this.rules = new PasswordRules(configuration.passwords(), configuration.breaches());
    this.passwords = new PasswordService(storage.passwords(), hasher, rules, configuration.clock());
    this.signingKeys = signingKeys();
    this.accessTokens =
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
    this.roles =
        new RoleBackend(storage.roles(), storage.roleAssignments(), configuration.permissions());
    this.administrators = new Administrators(roles, around);
    this.access =
        new RoleAccess(roles, configuration.access(), second, invalidations, configuration.clock());
    this.throttling = new ThrottleWiring(configuration, this::hasRole, events::observe);
    this.lockout = throttling.lockout(keys);
    this.twoFactor = TwoFactorWiring.twoFactor(
        configuration,
        keys,
        sessions,
        access,
        administrators,
        new OwnPassword(passwords, lockout),
        around);
    this.authenticator = authenticator();
    this.services = new ServiceWiring(configuration, accessTokens, authenticator, around);
    this.apiKeys = apiKeys();
    this.rights = new CallerRights(access, apiKeys.rights());
    this.guard = new Guard(rights, configuration.clock(), configuration.permissions()::require);
  }

  private boolean hasRole(Principal caller, String role) {
    return rights.hasRole(caller, role);
  }

  private ApiKeys apiKeys() {
    ApiKeyBackend backend = new ApiKeyBackend(
        storage.apiKeys(),
        storage.apiKeyCredits(),
        storage.apiKeyUsage(),
        KeyOwners.of(storage.users(), storage.services()),
        storage.roles());
    return new ApiKeys(
        backend,
        access,
        throttling.keyLimits(),
        configuration.apiKeys(),
        configuration.random(),
        around);
  }

  private SigningKeys signingKeys() {
    KeyBackend backend = new KeyBackend(
        storage.signingKeys(), storage.transactions(), invalidations, events::record);
    return new SigningKeys(
        backend, keys, configuration.random(), configuration.clock(), configuration.tokens());
  }

  private Authenticator authenticator() {
    SessionLeases leases = new SessionLeases(
        storage.sessions(),
        second,
        configuration.sessions().lease(),
        invalidations,
        configuration.clock());
    return new Authenticator(
        accessTokens, leases, lastSeen, twoFactor.duty(), configuration.clock());
  }

  Parts parts() {
    RegistrationService registration = new RegistrationService(
        storage.users(), passwords, mailedTokens, keys, configuration.accounts(), around);
    PasswordResetService reset = new PasswordResetService(
        storage.users(), passwords, mailedTokens, configuration.accounts(), lockout, around);
    AccountService accounts = new AccountService(
        storage.users(),
        passwords,
        mailedTokens,
        new Dependents(sessions, administrators, twoFactor::forget),
        configuration.accounts(),
        lockout,
        around);
    LoginService logins = new LoginService(
        storage.users(),
        passwords,
        storage.oneTimeTokens(),
        TwoFactorWiring.gate(twoFactor),
        sessions,
        configuration.random(),
        lockout,
        around);
    UnlockService unlocks = new UnlockService(
        storage.users(), mailedTokens, configuration.accounts(), lockout, administrators, around);
    LockAdministration locks =
        new LockAdministration(storage.users(), lockout, administrators, around);
    RefreshService refresh = new RefreshService(
        storage.sessions(), sessionTokens, keys, configuration.sessions(), around);
    TokenServices tokenServices = services.tokens(access, sessionTokens, sessions);
    AssignmentService assignments =
        new AssignmentService(roles, storage.users(), administrators, around);
    UserAdministration users = new UserAdministration(
        storage.users(), passwords, mailedTokens, administrators, twoFactor::forget, around);
    RoleService roleService = new RoleService(roles, storage.apiKeys()::naming, around);
    ServiceAdministration serviceAdministration = new ServiceAdministration(
        storage.services(), assignments, configuration.services(), configuration.random(), around);
    Maintenance maintenance = maintenance();
    HealthCheck health =
        new HealthCheck(storage::schemaVersion, signingKeys, configuration.clock());
    return new Parts(
        registration,
        reset,
        accounts,
        users,
        logins,
        twoFactor,
        sessions,
        refresh,
        authenticator,
        signingKeys,
        serviceAdministration,
        services.authenticator(),
        tokenServices,
        rules,
        hasher,
        access,
        roleService,
        assignments,
        new DeclaredRoles(roles, configuration.roles(), around),
        apiKeys,
        guard,
        events,
        audit,
        mailQueue,
        maintenance,
        invalidations,
        second,
        gate(() -> new Services(
            registration,
            reset,
            accounts,
            logins,
            sessions,
            refresh,
            authenticator::authenticate,
            rules,
            signingKeys::jwks,
            configuration.clock(),
            tokenServices,
            apiKeys.service(),
            access,
            twoFactor,
            new Administration(
                users,
                reset,
                unlocks,
                locks,
                sessions,
                roleService,
                assignments,
                administrators,
                access,
                apiKeys.service(),
                apiKeys.usage(),
                serviceAdministration,
                twoFactor,
                configuration.clock()),
            new Locks(lockout, unlocks))),
        throttling.parts(lockout, unlocks, locks),
        new ReplayProtection(
            configuration.replays().orElseGet(storage::replays),
            configuration.clock(),
            events::deny),
        health,
        configuration,
        List.of(
            health,
            maintenance,
            lastSeen::flush,
            services.issued()::flush,
            throttling.throttle()::flush,
            apiKeys.usage()::flush,
            mailQueue,
            events,
            hasher,
            storage));
  }

  private HttpGate gate(Supplier<Services> behind) {
    GateContext context = new GateContext(
        guard,
        apiKeys.verifier()::verify,
        around.ids(),
        events::deny,
        throttling.requestLimits(lockout));
    return new HttpGate(
        configuration.http(),
        configuration.routes(),
        () -> EndpointTable.of(behind.get(), configuration.http()),
        services.authenticator()::authenticateBearer,
        context);
  }

  private Maintenance maintenance() {
    UnprovenAccounts unproven =
        new UnprovenAccounts(storage.users(), configuration.accounts(), around);
    CleanUp cleanUp =
        new CleanUp(storage, configuration.apiKeys().retention(), configuration.clock());
    List<MaintenanceTask> tasks = new ArrayList<>(List.of(
        new MaintenanceTask("signing-keys", Duration.ofMinutes(1), signingKeys::maintain),
        MaintenanceTask.counting("clean-up", Duration.ofMinutes(15), cleanUp::run),
        MaintenanceTask.counting("unproven-accounts", Duration.ofHours(1), unproven::delete),
        MaintenanceTask.onEveryNode("role-cache", Duration.ofMinutes(1), access::refresh),
        MaintenanceTask.onEveryNode("last-seen", Duration.ofSeconds(10), lastSeen::flush),
        MaintenanceTask.onEveryNode(
            "throttle", Duration.ofMinutes(1), throttling.throttle()::flush),
        MaintenanceTask.onEveryNode(
            "issued-tokens", Duration.ofMinutes(1), services.issued()::flush)));
    tasks.addAll(apiKeys.tasks());
    return new Maintenance(
        tasks, storage.leadership(), configuration.clock(), configuration.random());
  }
}
