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
  USER_UNLOCKED("user.unlocked", "user_updated", WARNING),
  USER_UNLOCK_REQUESTED("user.unlock_requested", "user_updated", INFO),
  USER_CLOSED("user.closed", "user_deleted", WARNING),
  USER_DELETED("user.deleted", "user_deleted", INFO),
  VERIFICATION_REQUESTED("user.verification_requested", "user_updated", INFO),
  LOGIN_SUCCEEDED("login.succeeded", "authn_login_success", INFO),
  LOGIN_FAILED("login.failed", "authn_login_fail", WARNING),
  LOGIN_FACTOR_FAILED("login.factor_failed", "authn_login_fail", WARNING),
  LOGIN_LOCKED("login.locked", "authn_login_lock", WARNING),
  LOGIN_ATTACK_SUSPECTED("login.attack_suspected", "authn_login_fail_max", WARNING),
  LOGIN_STEPPED_UP("login.stepped_up", "authn_login_success", INFO),
  PASSWORD_CHANGED("password.changed", "authn_password_change", INFO),
  PASSWORD_CHANGE_FAILED("password.change_failed", "authn_password_change_fail", WARNING),
  PASSWORD_REHASHED("password.rehashed", "authn_password_change", INFO),
  PASSWORD_RESET_REQUESTED("password.reset_requested", "authn_password_change", INFO),
  PASSWORD_RESET_COMPLETED("password.reset_completed", "authn_password_change", WARNING),
  TWO_FACTOR_ENABLED("two_factor.enabled", "authn_password_change", WARNING),
  TWO_FACTOR_DISABLED("two_factor.disabled", "authn_password_change", WARNING),
  TWO_FACTOR_RESET("two_factor.reset", "authn_password_change", ALERT),
  TWO_FACTOR_LOCKED("two_factor.locked", "authn_login_lock", WARNING),
  TWO_FACTOR_CLOCK_DRIFT("two_factor.clock_drift", "authn_login_fail", WARNING),
  TWO_FACTOR_UNREADABLE("two_factor.unreadable", "crypt_decrypt_fail", ALERT),
  TWO_FACTOR_RECOVERY_CODE_USED("two_factor.recovery_code_used", "authn_login_success", WARNING),
  TWO_FACTOR_RECOVERY_CODES_MADE(
      "two_factor.recovery_codes_made", "authn_password_change", WARNING),
  TWO_FACTOR_DEVICE_TRUSTED("two_factor.device_trusted", "authn_token_created", INFO),
  TWO_FACTOR_TRUST_ENDED("two_factor.trust_ended", "authn_token_revoked", INFO),
  SESSION_ENDED("session.ended", "authn_token_revoked", INFO),
  SESSIONS_ENDED("session.all_ended", "authn_token_revoked", WARNING),
  TOKEN_REUSE_DETECTED("token.reuse_detected", "authn_token_reuse", ALERT),
  SIGNING_KEY_ROTATED("signing_key.rotated", "crypt_keys_rotated", WARNING),
  SIGNING_KEY_DISABLED("signing_key.disabled", "crypt_keys_rotated", ALERT),
  SERVICE_REGISTERED("service.registered", "user_created", WARNING),
  SERVICE_CHANGED("service.changed", "user_updated", WARNING),
  SERVICE_SECRET_ROTATED("service.secret_rotated", "authn_password_change", WARNING),
  SERVICE_DISABLED("service.disabled", "user_updated", WARNING),
  SERVICE_ENABLED("service.enabled", "user_updated", WARNING),
  SERVICE_DELETED("service.deleted", "user_deleted", WARNING),
  SERVICE_TOKENS_ENDED("service.tokens_ended", "authn_token_revoked", INFO),
  SERVICE_TOKEN_ISSUED("service.token_issued", "authn_token_created", INFO),
  SERVICE_REFUSED("service.refused", "authn_login_fail", WARNING),
  ROLE_CREATED("role.created", "privilege_permissions_changed", WARNING),
  ROLE_UPDATED("role.updated", "privilege_permissions_changed", WARNING),
  ROLE_DELETED("role.deleted", "privilege_permissions_changed", WARNING),
  USER_ROLES_CHANGED("user.roles_changed", "authz_change", WARNING),
  SERVICE_ROLES_CHANGED("service.roles_changed", "authz_change", WARNING),
  API_KEY_ROLES_CHANGED("api_key.roles_changed", "authz_change", WARNING),
  API_KEY_CREATED("api_key.created", "authn_token_created", INFO),
  API_KEY_UPDATED("api_key.updated", "authz_change", WARNING),
  API_KEY_ROTATED("api_key.rotated", "authn_token_created", INFO),
  API_KEY_REVOKED("api_key.revoked", "authn_token_revoked", WARNING),
  API_KEY_EXPIRING("api_key.expiring", "authn_token_revoked", INFO),
  API_KEY_ROTATION_DUE("api_key.rotation_due", "authn_token_revoked", INFO),
  API_KEY_EXPIRED("api_key.expired", "authn_token_revoked", INFO),
  API_KEY_REFUSED("api_key.refused", "authn_login_fail", WARNING),
  REPLAY_REFUSED("replay.refused", "authn_token_reuse", WARNING),
  THROTTLE_EXCEEDED("throttle.exceeded", "excess_rate_limit_exceeded", WARNING),
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
