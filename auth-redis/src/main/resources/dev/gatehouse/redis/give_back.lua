-- Takes a charge back that another slot of the cluster made useless. KEYS: one per quota. ARGV: of each, microseconds.
local left = {}
for i = 1, #KEYS do
  local earned = tonumber(string.match(redis.call('GET', KEYS[i]) or '', '^%d+$') or '')
  if earned then
    redis.call('SET', KEYS[i], string.format('%.0f', earned - tonumber(ARGV[i])), 'KEEPTTL')
  end
  left[i] = 0
end
return left
