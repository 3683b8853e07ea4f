-- API keys, the families they form by rotation, and what they were used for.
-- Of a secret only its SHA-256 is kept: it has 256 random bits, so that nobody finds it by trying.

create table ${schema}.api_key_families (
  id            uuid        not null constraint api_key_families_pk primary key,
  -- Null: nothing to spend, and unlimited.
  remaining     bigint      constraint api_key_families_never_below_zero check (remaining >= 0),
  refill        text        not null
    constraint api_key_families_refill_known check (refill in ('NONE', 'DAILY', 'MONTHLY')),
  refill_amount bigint      not null,
  refilled_at   timestamptz not null
) with (fillfactor = 50);

create table ${schema}.api_keys (
  id                    uuid        not null constraint api_keys_pk primary key,
  family_id             uuid        not null
    constraint api_keys_family_fk references ${schema}.api_key_families (id),
  owner_kind            text        collate "C" not null
    constraint api_keys_owner_kind_known check (owner_kind in ('USER', 'SERVICE')),
  owner_id              uuid        not null,
  digest                bytea       not null constraint api_keys_digest_key unique,
  start                 text        not null,
  name                  text        not null,
  roles                 text[]      not null,
  permissions           text[]      not null,
  detached              boolean     not null,
  allow_from            text[]      not null,
  metadata_names        text[]      not null,
  metadata_values       text[]      not null,
  status                text        collate "C" not null
    constraint api_keys_status_known
      check (status in ('ACTIVE', 'DISABLED', 'ROTATING', 'REVOKED', 'QUARANTINED')),
  status_reason         text        not null,
  created_at            timestamptz not null,
  expires_at            timestamptz,
  rotated_from          uuid,
  last_used_at          timestamptz,
  last_used_address     text        not null,
  version               bigint      not null,
  expiring_announced    boolean     not null default false,
  rotation_announced    boolean     not null default false,
  expired_announced     boolean     not null default false,
  constraint api_keys_only_services_detach check (not detached or owner_kind = 'SERVICE')
) with (fillfactor = 80);
create index api_keys_owner_idx on ${schema}.api_keys (owner_id, id);
create index api_keys_family_idx on ${schema}.api_keys (family_id);
-- What still has to be announced, by when it is due.
create index api_keys_expiring_idx on ${schema}.api_keys (expires_at)
  where not expiring_announced and status = 'ACTIVE';
create index api_keys_rotation_idx on ${schema}.api_keys (created_at)
  where not rotation_announced and status = 'ACTIVE';
create index api_keys_expired_idx on ${schema}.api_keys (expires_at)
  where not expired_announced and status <> 'REVOKED';

create table ${schema}.api_key_usage (
  family_id   uuid        not null,
  hour        timestamptz not null,
  key_id      uuid        not null,
  route_group text        collate "C" not null,
  outcome     text        collate "C" not null,
  uses        bigint      not null,
  constraint api_key_usage_pk primary key (family_id, hour, key_id, route_group, outcome)
) with (fillfactor = 70);
create index api_key_usage_hour_idx on ${schema}.api_key_usage (hour);
