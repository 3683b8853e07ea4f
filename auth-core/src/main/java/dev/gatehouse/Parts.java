package dev.gatehouse;

import dev.gatehouse.account.AccountService;
import dev.gatehouse.account.PasswordResetService;
import dev.gatehouse.account.RegistrationService;
import dev.gatehouse.account.UserAdministration;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.event.Events;
import dev.gatehouse.http.HttpGate;
import dev.gatehouse.login.LoginService;
import dev.gatehouse.mail.MailQueue;
import dev.gatehouse.maintenance.Maintenance;
import dev.gatehouse.password.PasswordHasher;
import dev.gatehouse.password.PasswordRules;
import dev.gatehouse.rbac.AssignmentService;
import dev.gatehouse.rbac.DeclaredRoles;
import dev.gatehouse.rbac.RoleAccess;
import dev.gatehouse.rbac.RoleService;
import dev.gatehouse.session.Authenticator;
import dev.gatehouse.session.RefreshService;
import dev.gatehouse.session.SessionService;
import dev.gatehouse.token.SigningKeys;
import java.util.List;

/** Everything the builder has wired, and what must be closed, first to close first. */
record Parts(
    RegistrationService registration,
    PasswordResetService passwordReset,
    AccountService accounts,
    UserAdministration users,
    LoginService logins,
    SessionService sessions,
    RefreshService refresh,
    Authenticator authenticator,
    SigningKeys signingKeys,
    PasswordRules passwordRules,
    PasswordHasher passwordHasher,
    RoleAccess access,
    RoleService roles,
    AssignmentService roleAssignments,
    DeclaredRoles declaredRoles,
    Events events,
    AuditTrail audit,
    MailQueue mailQueue,
    Maintenance maintenance,
    HttpGate http,
    List<AutoCloseable> closeables) {}
