-- Writes a message into the journal and announces it with its number. KEYS: the journal. ARGV: the channel, the message.
local number = redis.call('XADD', KEYS[1], 'MAXLEN', '~', 10000, '*', 'm', ARGV[2])
redis.call('PEXPIRE', KEYS[1], 86400000)
return { redis.call('PUBLISH', ARGV[1], number .. ' ' .. ARGV[2]) }
