package dev.gatehouse.jdbc;

/** Takes every row out of the tables and puts the chains of the trail back to their beginning. */
final class Emptied {
  static final String SQL = """
      truncate gatehouse.users, gatehouse.passwords, gatehouse.one_time_tokens, gatehouse.mail_cooldowns,
        gatehouse.login_lanes, gatehouse.used_ids,
        gatehouse.sessions, gatehouse.signing_keys, gatehouse.audit, gatehouse.outbox,
        gatehouse.roles, gatehouse.role_assignments, gatehouse.services,
        gatehouse.totp_devices, gatehouse.recovery_codes, gatehouse.trusted_devices, gatehouse.factor_attempts,
        gatehouse.api_keys, gatehouse.api_key_families, gatehouse.api_key_usage;
      update gatehouse.role_locks set revision = gen_random_uuid();
      update gatehouse.audit_heads set sequence = 0, hash = sha256(''::bytea)""";

  private Emptied() {}
}
