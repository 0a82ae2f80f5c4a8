-- Takes or renews an instance's lease.
--
-- KEYS[1] the leases: a sorted set, scored with the Redis time (ms) until which each holds
-- ARGV[1] the lease   ARGV[2] ms that it shall hold from now   ARGV[3] 1: end those that have run out
-- ARGV[4] 1: take it, 0: renew it, if it still holds
-- Returns {0 or 1, lease, lease, …}: whether it holds now, and all that do.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local holds = ARGV[4] == '1' or redis.call('ZSCORE', KEYS[1], ARGV[1])
if holds then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[2])), ARGV[1])
end
if ARGV[3] == '1' then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now))
end
local result = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(result, 1, holds and 1 or 0)
return result
