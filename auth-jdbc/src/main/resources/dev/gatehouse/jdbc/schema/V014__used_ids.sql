-- Which ids have been used: digests of purpose and id, until a minute after the id is over. Deleting one that is not over would let
-- a replay through; nothing does, whatever a node believes the time to be: the statements ask the server's clock, too.
create table ${schema}.used_ids (
  id         bytea       not null constraint used_ids_pk primary key,
  kept_until timestamptz not null
);
create index used_ids_kept_idx on ${schema}.used_ids (kept_until);
