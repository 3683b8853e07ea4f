-- Service principals. Two secrets at most, by construction: the newest, and the one before it until it ends.

create table ${schema}.services (
  id               uuid        not null constraint services_pk primary key,
  name             text        collate "C" not null constraint services_name_key unique,
  audiences        text[]      not null,
  enabled          boolean     not null,
  epoch            bigint      not null,
  secret_digest    bytea       not null,
  secret_at        timestamptz not null,
  previous_digest  bytea,
  previous_ends_at timestamptz,
  created_at       timestamptz not null,
  constraint services_previous_is_whole check ((previous_digest is null) = (previous_ends_at is null))
) with (fillfactor = 85);
