-- Notes that an id is used, if it is not noted. KEYS: the id, and since when this bucket remembers: an instant and the run of the
-- server that noted it. ARGV: when the id came to be, when its entry ends, both in milliseconds since 1970; how long it lasts by the
-- caller's clock; by how much clocks may differ; how long the second key is kept.
-- Returns 1 for the first use, 0 for a later one, -1 if the id may have been used before this server began to remember, -2 if this
-- server drops keys when its memory is full.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local memory = redis.call('INFO', 'memory')
if not (string.find(memory, 'maxmemory_policy:noeviction', 1, true) or string.find(memory, 'maxmemory:0\r\n', 1, true)) then
  return { -2 }
end
-- A server that was started again, or a replica that took over, may lack what was noted last: it begins anew.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if not run then
  return { -1 }
end
local since, noted = string.match(redis.call('GET', KEYS[2]) or '', '^(%d+) (%x+)$')
since = tonumber(since)
-- An instant to come was noted by a clock that ran ahead.
if noted ~= run or since > now then
  since = now
  redis.call('SET', KEYS[2], string.format('%.0f %s', now, run), 'PX', ARGV[5])
end
if redis.call('GET', KEYS[1]) then
  return { 0 }
end
if tonumber(ARGV[1]) < since + tonumber(ARGV[4]) then
  return { -1 }
end
-- Over when both clocks say so.
local last = math.max(tonumber(ARGV[2]), now + tonumber(ARGV[3]))
-- The first write of a script is the one that is refused when memory is full.
redis.call('SET', KEYS[1], '1', 'PXAT', string.format('%.0f', last))
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return { 1 }
