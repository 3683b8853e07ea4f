-- Accounts, passwords, one-time tokens, mail cooldowns, sessions, signing keys, audit trail, outbox.
-- Text that identifies something is compared byte by byte: collate "C" survives an upgrade of the operating system.

create table ${schema}.users (
  id                uuid        not null constraint users_pk primary key,
  email             text        not null,
  email_canonical   text        collate "C" not null constraint users_email_canonical_key unique,
  email_verified    boolean     not null,
  name              text        not null,
  locale            text        not null,
  status            text        not null
    constraint users_status_known check (status in ('PENDING', 'ACTIVE', 'PAUSED', 'BLOCKED', 'CLOSED')),
  status_reason     text        not null,
  status_until      timestamptz,
  status_changed_at timestamptz not null,
  epoch             bigint      not null,
  credential_epoch  bigint      not null,
  created_at        timestamptz not null,
  constraint users_only_a_pause_ends check (status_until is null or status = 'PAUSED')
) with (fillfactor = 85);

-- The role of the running application has no right on this table, only on the five functions below.
create table ${schema}.passwords (
  user_id    uuid        not null constraint passwords_pk primary key
    constraint passwords_user_fk references ${schema}.users (id),
  settings   text        not null,
  digest     text        not null,
  changed_at timestamptz not null
) with (fillfactor = 85);

create function ${schema}.password_settings(account uuid) returns text
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.settings from ${schema}.passwords p where p.user_id = account
$$;

-- Both sides are hashed first, so that the time of the comparison tells nothing about the stored digest.
create function ${schema}.password_matches(account uuid, given_settings text, given_digest text) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select 1 from ${schema}.passwords p
    where p.user_id = account
      and p.settings = given_settings
      and sha256(convert_to(p.digest, 'UTF8')) = sha256(convert_to(given_digest, 'UTF8')))
$$;

create function ${schema}.password_put(account uuid, new_settings text, new_digest text, moment timestamptz)
  returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  insert into ${schema}.passwords (user_id, settings, digest, changed_at)
  select u.id, new_settings, new_digest, moment from ${schema}.users u where u.id = account
  on conflict (user_id) do update
  set settings = excluded.settings, digest = excluded.digest, changed_at = excluded.changed_at
$$;

create function ${schema}.password_replace(
  account uuid, old_settings text, old_digest text, new_settings text, new_digest text, moment timestamptz)
  returns boolean
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with replaced as (
    update ${schema}.passwords p
    set settings = new_settings, digest = new_digest, changed_at = moment
    where p.user_id = account
      and p.settings = old_settings
      and sha256(convert_to(p.digest, 'UTF8')) = sha256(convert_to(old_digest, 'UTF8'))
    returning 1)
  select exists (select 1 from replaced)
$$;

create function ${schema}.password_delete(account uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  delete from ${schema}.passwords p where p.user_id = account
$$;

revoke all on function ${schema}.password_settings(uuid) from public;
revoke all on function ${schema}.password_matches(uuid, text, text) from public;
revoke all on function ${schema}.password_put(uuid, text, text, timestamptz) from public;
revoke all on function ${schema}.password_replace(uuid, text, text, text, text, timestamptz) from public;
revoke all on function ${schema}.password_delete(uuid) from public;

-- No foreign key: it would be checked for tokens of accounts only, and tell by time which addresses have one.
create table ${schema}.one_time_tokens (
  digest           bytea       not null constraint one_time_tokens_pk primary key,
  purpose          text        not null,
  user_id          uuid,
  target           text        not null,
  payload          bytea       not null,
  credential_epoch bigint      not null,
  attempts         integer     not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  consumed_at      timestamptz
) with (fillfactor = 85);
create index one_time_tokens_user_idx on ${schema}.one_time_tokens (user_id, purpose);
create index one_time_tokens_expires_idx on ${schema}.one_time_tokens (expires_at);

-- The one way in which an account is ever deleted, so that the application needs no right to delete accounts. A row that
-- is locked is passed over: a link is being mailed or used.
create index users_unproven_idx on ${schema}.users (created_at) where status = 'PENDING' and not email_verified;
create function ${schema}.delete_unproven_users(cutoff timestamptz, moment timestamptz, most integer)
  returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    select u.id from ${schema}.users u
    where u.status = 'PENDING' and not u.email_verified and u.created_at < cutoff
      and not exists (
        select 1 from ${schema}.one_time_tokens t
        where t.user_id = u.id and t.consumed_at is null and t.expires_at > moment)
    order by u.created_at limit most for update skip locked),
  spent as (
    delete from ${schema}.one_time_tokens t using gone where t.user_id = gone.id),
  unused as (
    delete from ${schema}.passwords p using gone where p.user_id = gone.id)
  delete from ${schema}.users u using gone where u.id = gone.id returning u.id
$$;
revoke all on function ${schema}.delete_unproven_users(timestamptz, timestamptz, integer) from public;

create table ${schema}.mail_cooldowns (
  key          bytea       not null constraint mail_cooldowns_pk primary key,
  mails        integer     not null,
  free_at      timestamptz not null,
  forgotten_at timestamptz not null
) with (fillfactor = 85);
create index mail_cooldowns_forgotten_idx on ${schema}.mail_cooldowns (forgotten_at);

create table ${schema}.sessions (
  id               uuid        not null constraint sessions_pk primary key,
  user_id          uuid        not null constraint sessions_user_fk references ${schema}.users (id),
  epoch            bigint      not null,
  refresh_digest   bytea       not null,
  generation       bigint      not null,
  methods          text[]      not null,
  device           text        not null,
  first_address    text        not null,
  last_address     text        not null,
  authenticated_at timestamptz not null,
  created_at       timestamptz not null,
  last_seen_at     timestamptz not null,
  idle_expires_at  timestamptz not null,
  expires_at       timestamptz not null,
  ended_at         timestamptz,
  end_reason       text,
  replay_digest    bytea,
  replay_sealed    bytea,
  replay_at        timestamptz
) with (fillfactor = 80);
-- Live sessions first: an account with many ended ones is still one short scan.
create index sessions_user_idx on ${schema}.sessions (user_id, ended_at);
-- The instant a session was over, by whichever of its three ends came first.
create index sessions_over_idx on ${schema}.sessions
  (least(idle_expires_at, expires_at, coalesce(ended_at, 'infinity'::timestamptz)));

-- Each key names the key it follows. That no two may follow the same one makes rotation happen once on any number of
-- nodes; the position orders keys without trusting anybody's clock.
create table ${schema}.signing_keys (
  kid            text        collate "C" not null constraint signing_keys_pk primary key,
  position       bigint      generated always as identity constraint signing_keys_position_key unique,
  predecessor    text        collate "C" not null constraint signing_keys_predecessor_key unique,
  algorithm      text        not null,
  public_jwk     text        not null,
  sealed_private bytea       not null,
  created_at     timestamptz not null,
  active_at      timestamptz not null,
  passive_at     timestamptz not null,
  gone_at        timestamptz not null
);

create table ${schema}.audit_heads (
  lane     integer not null constraint audit_heads_pk primary key,
  sequence bigint  not null,
  hash     bytea   not null
) with (fillfactor = 20);
insert into ${schema}.audit_heads (lane, sequence, hash)
select lane, 0, sha256(''::bytea) from generate_series(0, 31) lane;

create table ${schema}.audit (
  lane       integer     not null,
  sequence   bigint      not null,
  id         uuid        not null,
  at         timestamptz not null,
  type       text        not null,
  outcome    text        not null,
  subject    text        not null,
  actor_kind text        not null,
  actor_id   text        not null,
  address    text        not null,
  user_agent text        not null,
  request_id text        not null,
  data       jsonb       not null,
  hash       bytea       not null,
  constraint audit_pk primary key (lane, sequence)
);

create table ${schema}.outbox (
  id         uuid        not null constraint outbox_pk primary key,
  position   bigint      generated always as identity constraint outbox_position_key unique,
  at         timestamptz not null,
  type       text        not null,
  outcome    text        not null,
  subject    uuid,
  actor_kind text        not null,
  actor_id   text        not null,
  address    text        not null,
  user_agent text        not null,
  request_id text        not null,
  data       jsonb       not null
);
create index outbox_at_idx on ${schema}.outbox (at);
