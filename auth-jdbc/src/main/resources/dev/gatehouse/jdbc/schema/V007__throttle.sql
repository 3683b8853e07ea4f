-- Failed guesses at passwords. Logged like every other table: a lock survives a crash and a change of the primary server.

create table ${schema}.login_lanes (
  key          bytea       not null constraint login_lanes_pk primary key,
  failures     integer     not null,
  last_at      timestamptz not null,
  free_at      timestamptz not null,
  forgotten_at timestamptz not null
) with (fillfactor = 70);
create index login_lanes_forgotten_idx on ${schema}.login_lanes (forgotten_at);

-- How long a lane is shut after so many failures: 1, 2, 4 … seconds after the free ones, then locks that grow.
create function ${schema}.login_lane_wait(
  failures integer, free integer, lock_after integer, first_lock interval, longest_lock interval) returns interval
  language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case
    when failures < free then interval '0'
    when failures < lock_after then least(interval '1 second' * (2 ^ least(failures - free, 30)), first_lock)
    else least(first_lock * (failures - lock_after + 1), longest_lock)
  end
$$;

-- One guess in all lanes or in none. A refusal writes nothing. Rows are made and locked in the order of their keys, so that
-- guesses whose lanes cross wait for each other and never in a circle.
create function ${schema}.login_lanes_reserve(
  the_keys bytea[], the_free integer[], the_lock_after integer[], the_first_lock interval[], the_longest_lock interval[],
  the_quick_wait interval[], the_reset interval[], moment timestamptz)
  returns table (place integer, count integer, quick boolean, shut_until timestamptz)
  language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  latest timestamptz;
begin
  select max(l.free_at) into latest
  from unnest(the_keys, the_longest_lock, the_quick_wait) as w (key, longest, quick_wait)
  join ${schema}.login_lanes l on l.key = w.key
  where l.free_at > moment and l.forgotten_at > moment and l.free_at <= moment + greatest(w.longest, w.quick_wait);
  if latest is not null then
    return query select 0, 0, false, latest;
    return;
  end if;

  insert into ${schema}.login_lanes (key, failures, last_at, free_at, forgotten_at)
  select w.key, 0, '-infinity', '-infinity', moment from unnest(the_keys) as w (key) order by w.key
  on conflict do nothing;
  perform 1 from ${schema}.login_lanes l where l.key = any (the_keys) order by l.key for update;

  select max(l.free_at) into latest
  from unnest(the_keys, the_longest_lock, the_quick_wait) as w (key, longest, quick_wait)
  join ${schema}.login_lanes l on l.key = w.key
  where l.free_at > moment and l.forgotten_at > moment and l.free_at <= moment + greatest(w.longest, w.quick_wait);
  if latest is not null then
    return query select 0, 0, false, latest;
    return;
  end if;

  return query
  with wanted as (
    select w.*, case when l.forgotten_at <= moment then 1 else l.failures + 1 end as failures,
      l.forgotten_at > moment and l.failures > 0 and l.last_at > moment - interval '1 second'
        and l.last_at < moment + interval '1 second' as close
    from unnest(the_keys, the_free, the_lock_after, the_first_lock, the_longest_lock, the_quick_wait, the_reset)
      with ordinality as w (key, free, lock_after, first_lock, longest_lock, quick_wait, reset, place)
    join ${schema}.login_lanes l on l.key = w.key),
  judged as (
    select j.*, j.close and j.failures = j.free and j.quick_wait > interval '0' as quick,
      ${schema}.login_lane_wait(j.failures, j.free, j.lock_after, j.first_lock, j.longest_lock) as wait
    from wanted j),
  counted as (
    update ${schema}.login_lanes l
    set failures = j.failures, last_at = moment, forgotten_at = moment + j.reset,
      free_at = moment + case when j.quick then greatest(j.wait, j.quick_wait) else j.wait end
    from judged j where l.key = j.key)
  select j.place::integer, j.failures, j.quick, null::timestamptz from judged j;
end
$$;

revoke all on function ${schema}.login_lane_wait(integer, integer, integer, interval, interval) from public;
revoke all on function ${schema}.login_lanes_reserve(
  bytea[], integer[], integer[], interval[], interval[], interval[], interval[], timestamptz) from public;
