-- A lane in which guesses are free is not shut for a moment: of two guesses at once, the one whose clock was read first may
-- come second, on this node or on one whose clock is behind, and must not find the lane shut until the other's moment.
create or replace function ${schema}.login_lane_wait(
  failures integer, free integer, lock_after integer, first_lock interval, longest_lock interval) returns interval
  language sql immutable set search_path = pg_catalog, pg_temp
as $$
  select case
    when failures < free then interval '-1 day'
    when failures < lock_after then least(interval '1 second' * (2 ^ least(failures - free, 30)), first_lock)
    else least(first_lock * (failures - lock_after + 1), longest_lock)
  end
$$;
