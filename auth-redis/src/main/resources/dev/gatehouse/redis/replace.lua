-- Replaces what a name holds if that is what is expected. KEYS: the name. ARGV: what is expected, the text, its milliseconds.
if redis.pcall('GET', KEYS[1]) == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return { '1' }
end
return { '0' }
