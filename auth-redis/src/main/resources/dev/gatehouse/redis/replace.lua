-- Replaces what a name holds if that is what is expected, and it is not too late. KEYS: the name. ARGV: what is expected,
-- the text, the millisecond of the server's clock from which on the text is gone: Redis keeps a key for its last one.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local last = tonumber(ARGV[3]) - 1
if now < last and redis.pcall('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PXAT', string.format('%.0f', last))
  return { '1' }
end
return { '0' }
