-- Keys that ended long ago are deleted. One that was revoked or has expired is noted first, by the clean-up that finds it: whichever
-- way it was revoked, and by a node of whichever version. So no clock that jumps once deletes a key that is alive.
alter table ${schema}.api_keys add column ended_noted_at timestamptz;
create index api_keys_revoked_unnoted_idx on ${schema}.api_keys (id) where status = 'REVOKED' and ended_noted_at is null;
create index api_keys_expired_unnoted_idx on ${schema}.api_keys (expires_at) where ended_noted_at is null;
create index api_keys_noted_idx on ${schema}.api_keys (ended_noted_at);

-- The role of the application has no right to delete keys. This function deletes those that were noted before the cutoff and
-- are revoked or expired at the moment, and families of which nothing is left. It believes the instants it is given: who has the
-- role can have it delete any key that may be revoked. The trail and the counts of uses stay.
create function ${schema}.delete_ended_api_keys(cutoff timestamptz, moment timestamptz, most integer)
  returns setof uuid
  language sql volatile security definer set search_path = pg_catalog, pg_temp
as $$
  update ${schema}.api_keys k set ended_noted_at = moment
  where k.id = any (array(
    select n.id from ${schema}.api_keys n where n.status = 'REVOKED' and n.ended_noted_at is null
    order by n.id limit most for no key update skip locked));

  update ${schema}.api_keys k set ended_noted_at = moment
  where k.id = any (array(
    select n.id from ${schema}.api_keys n where n.expires_at < moment and n.ended_noted_at is null
    order by n.expires_at limit most for no key update skip locked));

  with locked as materialized (
    select k.id, k.family_id from ${schema}.api_keys k
    where k.ended_noted_at < least(cutoff, moment) and (k.status = 'REVOKED' or k.expires_at < moment)
    order by k.ended_noted_at limit most for update skip locked),
  gone as (
    delete from ${schema}.api_keys k where k.id = any (array(select id from locked))),
  emptied as (
    delete from ${schema}.api_key_families f
    where f.id = any (array(select family_id from locked))
      and not exists (
        select 1 from ${schema}.api_keys k
        where k.family_id = f.id and k.id <> all (array(select id from locked))))
  select id from locked
$$;
revoke all on function ${schema}.delete_ended_api_keys(timestamptz, timestamptz, integer) from public;
