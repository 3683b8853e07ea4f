-- GCRA over several quotas, all or nothing. Of each key the time is kept at which all is earned again, in microseconds of
-- the server's clock since 2025, so that a double holds it exactly.
-- KEYS: one per quota. ARGV: of each, microseconds per request, requests at once, cost.
-- Returns of each: the debt in microseconds, or if it does not allow the request, less than zero: the time to wait.
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1735689600) * 1000000 + tonumber(time[2])
local answer = {}
local after = {}
local allowed = true
for i = 1, #KEYS do
  local interval = tonumber(ARGV[3 * i - 2])
  local burst = interval * tonumber(ARGV[3 * i - 1])
  local found = redis.call('GET', KEYS[i])
  -- What is no number was written by somebody else, and allows nothing for as long as it stands there.
  local earned = found and (string.match(found, '^%d+$') and tonumber(found) or now + burst) or now
  local debt = math.min(math.max(earned - now, 0), burst)
  after[i] = debt + interval * tonumber(ARGV[3 * i])
  if after[i] > burst then
    answer[i] = burst - after[i]
    allowed = false
  else
    answer[i] = debt
  end
end
if allowed then
  for i = 1, #KEYS do
    redis.call('SET', KEYS[i], string.format('%.0f', now + after[i]), 'PX', math.ceil(after[i] / 1000) + 1)
    answer[i] = after[i]
  end
end
return answer
