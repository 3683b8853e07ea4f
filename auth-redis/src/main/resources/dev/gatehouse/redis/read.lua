-- Returns what a name holds, and the microsecond of the server's clock; plants a seed if it holds nothing, or no text. KEYS:
-- the name. ARGV: the seed, its milliseconds.
local time = redis.call('TIME')
local at = time[1] .. string.format('%06d', tonumber(time[2]))
local found = redis.pcall('GET', KEYS[1])
if type(found) == 'string' then
  return { found, at }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { ARGV[1], at }
