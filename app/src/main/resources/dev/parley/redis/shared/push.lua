-- Notes that a browser wants to be told what is said in a channel, or that it does not any more.
--
-- KEYS[1] a sorted set: digest of its address -> when it said so last (ms), Redis' time   KEYS[2] a hash: digest -> who that is, as JSON
-- ARGV[1] ms after which it is forgotten   ARGV[2] browsers at most; those that said so longest ago are forgotten
-- ARGV[3] the digest   ARGV[4] the JSON; empty when it wants no more
-- Returns {}.

local function forget(digest)
  redis.call('ZREM', KEYS[1], digest)
  redis.call('HDEL', KEYS[2], digest)
end

if ARGV[4] == '' then
  forget(ARGV[3])
  return {}
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
for _, digest in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', string.format('%.0f', now - tonumber(ARGV[1])), 'BYSCORE')) do
  forget(digest)
end
local surplus = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2])
if surplus > 0 then
  for _, digest in ipairs(redis.call('ZRANGE', KEYS[1], 0, surplus - 1)) do
    forget(digest)
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return {}
