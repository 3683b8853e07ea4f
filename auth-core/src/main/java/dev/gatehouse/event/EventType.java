package dev.gatehouse.event;

import static dev.gatehouse.event.EventType.Severity.ALERT;
import static dev.gatehouse.event.EventType.Severity.INFO;
import static dev.gatehouse.event.EventType.Severity.WARNING;

/**
 * What can happen. The name is stable: it is the type in the audit trail, the outbox, the log and, later, on the
 * wire. Each carries the word of the OWASP Logging Vocabulary, so that the rules of a SIEM work unchanged.
 */
public enum EventType {
  USER_REGISTERED("user.registered", "user_created", INFO),
  USER_REGISTRATION_REPEATED("user.registration_repeated", "user_created", INFO),
  USER_EMAIL_VERIFIED("user.email_verified", "user_updated", INFO),
  USER_EMAIL_CHANGE_REQUESTED("user.email_change_requested", "user_updated", INFO),
  USER_EMAIL_CHANGED("user.email_changed", "user_updated", WARNING),
  USER_EMAIL_CHANGE_UNDONE("user.email_change_undone", "user_updated", ALERT),
  USER_PROFILE_CHANGED("user.profile_changed", "user_updated", INFO),
  USER_STATUS_CHANGED("user.status_changed", "user_updated", WARNING),
  USER_CLOSED("user.closed", "user_deleted", WARNING),
  USER_DELETED("user.deleted", "user_deleted", INFO),
  VERIFICATION_REQUESTED("user.verification_requested", "user_updated", INFO),
  LOGIN_SUCCEEDED("login.succeeded", "authn_login_success", INFO),
  LOGIN_FAILED("login.failed", "authn_login_fail", WARNING),
  LOGIN_FACTOR_FAILED("login.factor_failed", "authn_login_fail", WARNING),
  LOGIN_STEPPED_UP("login.stepped_up", "authn_login_success", INFO),
  PASSWORD_CHANGED("password.changed", "authn_password_change", INFO),
  PASSWORD_CHANGE_FAILED("password.change_failed", "authn_password_change_fail", WARNING),
  PASSWORD_REHASHED("password.rehashed", "authn_password_change", INFO),
  PASSWORD_RESET_REQUESTED("password.reset_requested", "authn_password_change", INFO),
  PASSWORD_RESET_COMPLETED("password.reset_completed", "authn_password_change", WARNING),
  SESSION_ENDED("session.ended", "authn_token_revoked", INFO),
  SESSIONS_ENDED("session.all_ended", "authn_token_revoked", WARNING),
  TOKEN_REUSE_DETECTED("token.reuse_detected", "authn_token_reuse", ALERT),
  SIGNING_KEY_ROTATED("signing_key.rotated", "crypt_keys_rotated", WARNING),
  SIGNING_KEY_DISABLED("signing_key.disabled", "crypt_keys_rotated", ALERT),
  ROLE_CREATED("role.created", "privilege_permissions_changed", WARNING),
  ROLE_UPDATED("role.updated", "privilege_permissions_changed", WARNING),
  ROLE_DELETED("role.deleted", "privilege_permissions_changed", WARNING),
  USER_ROLES_CHANGED("user.roles_changed", "authz_change", WARNING),
  SERVICE_ROLES_CHANGED("service.roles_changed", "authz_change", WARNING),
  API_KEY_ROLES_CHANGED("api_key.roles_changed", "authz_change", WARNING),
  ACCESS_DENIED("access.denied", "authz_fail", WARNING),
  CROSS_SITE_BLOCKED("csrf.blocked", "malicious_csrf", WARNING),
  MAIL_FAILED("mail.failed", "sys_monitor_disabled", WARNING);

  /** How loud the log line is. */
  public enum Severity {
    /** Normal use. */
    INFO,
    /** Worth a look. */
    WARNING,
    /** Somebody should be woken. */
    ALERT
  }

  private final String type;
  private final String owasp;
  private final Severity severity;

  EventType(String type, String owasp, Severity severity) {
    this.type = type;
    this.owasp = owasp;
    this.severity = severity;
  }

  /** Returns the stable name, for example {@code user.registered}. */
  public String type() {
    return type;
  }

  /** Returns the word of the OWASP Logging Vocabulary. */
  public String owasp() {
    return owasp;
  }

  /** Returns how loud the log line is. */
  public Severity severity() {
    return severity;
  }
}
