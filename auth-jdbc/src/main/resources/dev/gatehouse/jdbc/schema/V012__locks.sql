-- What a lane is about, for those who lift locks: its kind, what it has in common with others about the same login name, and
-- whom it is about, sealed under the application's secret.
alter table ${schema}.login_lanes
  add column kind    text,
  add column subject bytea,
  add column label   bytea;
create index login_lanes_subject_idx on ${schema}.login_lanes (subject);
create index login_lanes_free_idx on ${schema}.login_lanes (free_at, key);

-- The function of the same name with fewer arguments stays for nodes that have not been renewed.
-- One guess in all lanes or in none. A refusal writes nothing. Rows are made and locked in the order of their keys, so that
-- guesses whose lanes cross wait for each other and never in a circle. A lane that is shut for longer than twice the longest
-- lock was noted by a clock that ran ahead; clocks of nodes that differ by less agree on every lock.
create function ${schema}.login_lanes_reserve(
  the_keys bytea[], the_free integer[], the_lock_after integer[], the_first_lock interval[], the_longest_lock interval[],
  the_quick_wait interval[], the_reset interval[], the_kinds text[], the_subjects bytea[], the_labels bytea[],
  moment timestamptz)
  returns table (place integer, count integer, quick boolean, shut_until timestamptz)
  language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
declare
  latest timestamptz;
begin
  select max(l.free_at) into latest
  from unnest(the_keys, the_longest_lock, the_quick_wait) as w (key, longest, quick_wait)
  join ${schema}.login_lanes l on l.key = w.key
  where l.free_at > moment and l.forgotten_at > moment and l.free_at <= moment + 2 * greatest(w.longest, w.quick_wait);
  if latest is not null then
    return query select 0, 0, false, latest;
    return;
  end if;

  insert into ${schema}.login_lanes as l (key, failures, last_at, free_at, forgotten_at, kind, subject, label)
  select w.key, 0, '-infinity', '-infinity', moment, w.kind, w.subject, w.label
  from unnest(the_keys, the_kinds, the_subjects, the_labels) as w (key, kind, subject, label) order by w.key
  on conflict (key) do update
    set kind = excluded.kind, subject = excluded.subject, label = excluded.label;
  perform 1 from ${schema}.login_lanes l where l.key = any (the_keys) order by l.key for update;

  select max(l.free_at) into latest
  from unnest(the_keys, the_longest_lock, the_quick_wait) as w (key, longest, quick_wait)
  join ${schema}.login_lanes l on l.key = w.key
  where l.free_at > moment and l.forgotten_at > moment and l.free_at <= moment + 2 * greatest(w.longest, w.quick_wait);
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

revoke all on function ${schema}.login_lanes_reserve(
  bytea[], integer[], integer[], interval[], interval[], interval[], interval[], text[], bytea[], bytea[], timestamptz)
  from public;
