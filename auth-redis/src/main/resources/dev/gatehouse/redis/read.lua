-- Returns what a name holds and for how many milliseconds still; plants a seed if it holds nothing, or no text. KEYS: the
-- name. ARGV: the seed, its milliseconds.
local found = redis.pcall('GET', KEYS[1])
if type(found) == 'string' then
  return { found, tostring(redis.call('PTTL', KEYS[1])) }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return { ARGV[1], ARGV[2] }
