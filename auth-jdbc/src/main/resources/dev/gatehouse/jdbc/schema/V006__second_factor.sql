-- Second factors: authenticator apps, recovery codes, trusted browsers, and how often each factor was tried.

-- At most one app of an account waits to be confirmed: beginning again replaces it.
create table ${schema}.totp_devices (
  id            uuid        not null constraint totp_devices_pk primary key,
  user_id       uuid        not null constraint totp_devices_user_fk references ${schema}.users (id),
  name          text        not null,
  sealed_secret bytea       not null,
  last_step     bigint      not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  confirmed_at  timestamptz,
  last_used_at  timestamptz
) with (fillfactor = 85);
create index totp_devices_user_idx on ${schema}.totp_devices (user_id);
create unique index totp_devices_pending_key on ${schema}.totp_devices (user_id) where confirmed_at is null;
create index totp_devices_expires_idx on ${schema}.totp_devices (expires_at) where confirmed_at is null;

-- All codes of an account in one row: replacing them is one statement, and so is spending one.
create table ${schema}.recovery_codes (
  user_id    uuid        not null constraint recovery_codes_pk primary key
    constraint recovery_codes_user_fk references ${schema}.users (id),
  key_id     text        not null,
  digests    bytea[]     not null,
  created_at timestamptz not null
) with (fillfactor = 85);

create table ${schema}.trusted_devices (
  id           uuid        not null constraint trusted_devices_pk primary key,
  user_id      uuid        not null constraint trusted_devices_user_fk references ${schema}.users (id),
  digest       bytea       not null constraint trusted_devices_digest_key unique,
  epoch        bigint      not null,
  name         text        not null,
  address      text        not null,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  expires_at   timestamptz not null
) with (fillfactor = 85);
create index trusted_devices_user_idx on ${schema}.trusted_devices (user_id, created_at);
create index trusted_devices_expires_idx on ${schema}.trusted_devices (expires_at);

create table ${schema}.factor_attempts (
  user_id      uuid        not null constraint factor_attempts_user_fk references ${schema}.users (id),
  factor       text        collate "C" not null,
  failures     integer     not null,
  locks        integer     not null,
  locked_until timestamptz,
  forgotten_at timestamptz not null,
  constraint factor_attempts_pk primary key (user_id, factor)
) with (fillfactor = 85);
create index factor_attempts_forgotten_idx on ${schema}.factor_attempts (forgotten_at);
