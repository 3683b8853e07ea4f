-- Roles, who has them, and the rows that writers of either lock.

create table ${schema}.roles (
  name        text   collate "C" not null constraint roles_pk primary key,
  description text   not null,
  permissions text[] not null,
  includes    text[] not null,
  origin      text   not null
    constraint roles_origin_known check (origin in ('BUILT_IN', 'DECLARED', 'CUSTOM')),
  version     bigint not null
) with (fillfactor = 85);

create table ${schema}.role_assignments (
  subject_kind    text        collate "C" not null,
  subject_id      uuid        not null,
  role            text        collate "C" not null
    constraint role_assignments_role_fk references ${schema}.roles (name) on delete cascade,
  expires_at      timestamptz,
  reason          text        not null,
  granted_by_kind text        not null,
  granted_by      text        not null,
  granted_at      timestamptz not null,
  constraint role_assignments_pk primary key (subject_kind, subject_id, role)
) with (fillfactor = 85);
create index role_assignments_role_idx on ${schema}.role_assignments (role, subject_kind, subject_id);
create index role_assignments_expires_idx on ${schema}.role_assignments (expires_at) where expires_at is not null;

-- Two rows: "roles" bears the revision of all roles and is locked by whoever changes one; "administrators" is locked by
-- whoever may take the last of them away. A revision is random: one that was rolled back never comes again.
create table ${schema}.role_locks (
  name     text collate "C" not null constraint role_locks_pk primary key,
  revision uuid not null
) with (fillfactor = 20);
insert into ${schema}.role_locks (name, revision)
values ('roles', gen_random_uuid()), ('administrators', gen_random_uuid());
