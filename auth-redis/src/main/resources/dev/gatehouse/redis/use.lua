-- Notes that an id is used, if it is not noted. KEYS: the id, and since when this bucket remembers: an instant and the server that
-- noted it. ARGV: when the id came to be, when its entry ends, the caller's clock, all three in milliseconds since 1970; how long the
-- entry lasts by that clock; by how much clocks may differ; how long the second key is kept.
-- Returns 1 for the first use, 0 for a later one, -1 if the id may have been used before this server began to remember, or clocks
-- differ by too much to tell, -2 if this server drops keys when its memory is full.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local memory = redis.call('INFO', 'memory')
if not (string.find(memory, 'maxmemory_policy:noeviction', 1, true) or string.find(memory, 'maxmemory:0\r\n', 1, true)) then
  -- Once it may keep its keys again, nobody knows which it dropped: it begins anew.
  redis.call('DEL', KEYS[2])
  return { -2 }
end
-- A server that was started again, or a replica that took over, may lack what was noted last: it begins anew. Whoever steps down
-- and takes over again keeps its run, and has another replication id.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
if not (run and history) then
  return { -1 }
end
local server = run .. history
local issued = tonumber(ARGV[1])
local ends = tonumber(ARGV[2])
local caller = tonumber(ARGV[3])
local differ = tonumber(ARGV[5])
local later = math.max(now, caller)
local apart = math.abs(now - caller) > differ
local since, noted = string.match(redis.call('GET', KEYS[2]) or '', '^(%d+) (%x+)$')
since = tonumber(since)
-- An instant to come was noted by a clock that ran ahead. While clocks are apart, entries may have ended before their time.
if noted ~= server or since > later or apart then
  since = later
  -- The first write of a script is the one that is refused when memory is full.
  redis.call('SET', KEYS[2], string.format('%.0f %s', since, server), 'PX', ARGV[6])
end
if redis.call('GET', KEYS[1]) then
  return { 0 }
end
-- What is issued later than clocks may differ would still look new after this server has forgotten it.
if apart or issued < since + differ or issued >= now + differ or ends <= now then
  return { -1 }
end
-- Over when both clocks say so.
local last = math.max(ends, now + tonumber(ARGV[4]))
redis.call('SET', KEYS[1], '1', 'PXAT', string.format('%.0f', last))
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return { 1 }
