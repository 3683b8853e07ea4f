-- Keys that ended long ago are deleted. A revoked one is noted first, by the clean-up that finds it: whichever way it was
-- revoked, and by a node of whichever version.
alter table ${schema}.api_keys add column revoked_noted_at timestamptz;
create index api_keys_unnoted_idx on ${schema}.api_keys (id) where status = 'REVOKED' and revoked_noted_at is null;
create index api_keys_noted_idx on ${schema}.api_keys (revoked_noted_at) where status = 'REVOKED';
create index api_keys_expires_idx on ${schema}.api_keys (expires_at);

-- The role of the application has no right to delete keys: this function deletes those that ended before the cutoff, and
-- families of which nothing is left. The trail and the counts of uses stay.
create function ${schema}.delete_ended_api_keys(cutoff timestamptz, moment timestamptz, most integer)
  returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update ${schema}.api_keys k set revoked_noted_at = moment
  where k.id = any (array(
    select n.id from ${schema}.api_keys n where n.status = 'REVOKED' and n.revoked_noted_at is null
    order by n.id limit most for no key update skip locked));

  with ended as materialized (
    (select k.id from ${schema}.api_keys k
     where k.status = 'REVOKED' and k.revoked_noted_at < least(cutoff, moment)
     order by k.revoked_noted_at limit most)
    union
    (select k.id from ${schema}.api_keys k where k.expires_at < least(cutoff, moment)
     order by k.expires_at limit most)
    limit most),
  locked as materialized (
    select k.id, k.family_id from ${schema}.api_keys k
    where k.id = any (array(select id from ended))
      and (k.status = 'REVOKED' or k.expires_at < least(cutoff, moment))
    order by k.id for update skip locked),
  gone as (
    delete from ${schema}.api_keys k using locked where k.id = locked.id),
  emptied as (
    delete from ${schema}.api_key_families f
    where f.id = any (array(select family_id from locked))
      and not exists (
        select 1 from ${schema}.api_keys k
        where k.family_id = f.id and k.id <> all (array(select id from locked))))
  select id from locked
$$;
revoke all on function ${schema}.delete_ended_api_keys(timestamptz, timestamptz, integer) from public;
