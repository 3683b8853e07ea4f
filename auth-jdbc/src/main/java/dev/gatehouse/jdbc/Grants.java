package dev.gatehouse.jdbc;

import java.util.regex.Pattern;

/**
 * The rights of the role the application runs as: what the stores need, and nothing else. It reads no password hash,
 * changes and deletes no audit record, and creates nothing.
 */
public final class Grants {
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final String SQL = """
      revoke all on all tables in schema ${schema} from ${role};
      revoke all on all functions in schema ${schema} from ${role};
      revoke create on schema ${schema} from ${role};
      grant usage on schema ${schema} to ${role};
      grant select on ${schema}.schema_history to ${role};
      grant select, insert, update on ${schema}.users to ${role};
      -- Deleting skips what others have locked, for which PostgreSQL wants a right to update.
      grant select, insert, delete, update (id) on ${schema}.registration_decoys to ${role};
      grant select, insert, update, delete on ${schema}.one_time_tokens to ${role};
      grant select, insert, update, delete on ${schema}.mail_cooldowns to ${role};
      grant select, insert, update, delete on ${schema}.login_lanes to ${role};
      grant execute on function
        ${schema}.login_lane_wait(integer, integer, integer, interval, interval) to ${role};
      -- Nodes that have not been renewed yet call it with fewer arguments.
      grant execute on function ${schema}.login_lanes_reserve(
        bytea[], integer[], integer[], interval[], interval[], interval[], interval[], timestamptz) to ${role};
      grant execute on function ${schema}.login_lanes_reserve(
        bytea[], integer[], integer[], interval[], interval[], interval[], interval[], text[], bytea[], bytea[],
        timestamptz) to ${role};
      grant select, insert, update, delete on ${schema}.sessions to ${role};
      grant select, insert, update, delete on ${schema}.signing_keys to ${role};
      grant select, insert, update, delete on ${schema}.services to ${role};
      grant select, insert, update, delete on ${schema}.roles to ${role};
      grant select, insert, update, delete on ${schema}.role_assignments to ${role};
      -- Its two rows are locked and revised, never added or taken away.
      grant select, update (revision) on ${schema}.role_locks to ${role};
      -- Keys are ended, and not deleted but by a function, which deletes those that ended.
      grant select, insert, update on ${schema}.api_key_families to ${role};
      grant select, insert, update on ${schema}.api_keys to ${role};
      grant execute on function
        ${schema}.delete_ended_api_keys(timestamptz, timestamptz, integer) to ${role};
      grant select, insert, update, delete on ${schema}.api_key_usage to ${role};
      grant select, insert, update, delete on ${schema}.totp_devices to ${role};
      grant select, insert, update, delete on ${schema}.recovery_codes to ${role};
      grant select, insert, update, delete on ${schema}.trusted_devices to ${role};
      grant select, insert, update, delete on ${schema}.factor_attempts to ${role};
      -- Nobody else's id is put in the place of one.
      grant select, insert, delete, update (kept_until) on ${schema}.used_ids to ${role};
      -- The trail grows and never changes. Appending moves the head of a chain, hence the one update.
      grant select, insert on ${schema}.audit to ${role};
      grant select, update (sequence, hash) on ${schema}.audit_heads to ${role};
      -- Row locks of "for update skip locked" need a right to update, on one column only.
      grant select, insert, delete, update (position) on ${schema}.outbox to ${role};
      -- No right on ${schema}.passwords: these functions run as its owner and never return a digest.
      grant execute on function ${schema}.password_settings(uuid) to ${role};
      grant execute on function ${schema}.password_matches(uuid, text, text) to ${role};
      grant execute on function ${schema}.password_put(uuid, text, text, timestamptz) to ${role};
      grant execute on function
        ${schema}.password_replace(uuid, text, text, text, text, timestamptz) to ${role};
      grant execute on function ${schema}.password_delete(uuid) to ${role};
      -- No right to delete accounts, only those that never were in use.
      grant execute on function
        ${schema}.delete_unproven_users(timestamptz, timestamptz, integer) to ${role};
      """;

  private Grants() {}

  /**
   * Returns the statements that give an existing role its rights, to be run by the owner of the schema. Running them
   * again takes away what was granted beyond them.
   *
   * @param role 1 to 63 characters of a-z, 0-9 and _
   */
  public static String sql(String schema, String role) {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "a role has 1 to 63 characters of a-z, 0-9 and _ and does not begin with a digit, was \""
              + role
              + '"');
    }
    return new Schema(schema).in(SQL).replace("${role}", '"' + role + '"');
  }
}
