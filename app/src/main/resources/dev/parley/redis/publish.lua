-- Publishes a message once, whatever the number of tries.
--
-- KEYS[1] the channel's stream
-- KEYS[2] the record of the idempotency key; absent when the client sent none
-- ARGV[1] pub/sub channel   ARGV[2] secret of the signature
-- ARGV[3] messages kept     ARGV[4] ms until a silent channel's history is gone
-- ARGV[5] newest id of the channel that this instance has seen (0-0: none)
-- ARGV[6] the message, a JSON object without id and time
-- ARGV[7] ms for which the idempotency key is remembered
-- Returns {id, at, 1}, or {id, at, 0} of the first try when the key was used before.

local key = KEYS[2]
if key then
  local first = redis.call('GET', key)
  if first then
    local id, at = string.match(first, '^(%S+) (%S+)$')
    return {id, at, 0}
  end
end
local to = {log = KEYS[1], topic = ARGV[1], secret = ARGV[2], history = ARGV[3], ttl = ARGV[4]}
local id, at = append(to, ARGV[5], ARGV[6])
if key then
  redis.call('SET', key, id .. ' ' .. at, 'PX', ARGV[7])
end
return {id, at, 1}
