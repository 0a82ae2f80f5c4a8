-- Publishes a message once, whatever the number of tries.
--
-- KEYS[1] the channel's stream
-- KEYS[2] the record of the idempotency key; absent when the client sent none
-- ARGV[1] pub/sub channel   ARGV[2] secret of the signature
-- ARGV[3] messages kept     ARGV[4] bytes of memory kept
-- ARGV[5] ms until a silent channel's history is gone
-- ARGV[6] newest id of the channel that this instance has seen (0-0: none)
-- ARGV[7] the message, a JSON object without id and time
-- ARGV[8] ms for which the idempotency key is remembered
-- ARGV[9] '0' when the message must not be the first of its channel
-- Returns {id, at, 1, began}, or {id, at, 0, 0} of the first try when the key was used before, or {} when there is no such channel
-- and there must not be. 'began' is 1 when there was none before.

local key = KEYS[2]
if key then
  local first = redis.call('GET', key)
  if first then
    local id, at = string.match(first, '^(%S+) (%S+)$')
    return {id, at, 0, 0}
  end
end
local began = redis.call('XLEN', KEYS[1]) == 0 and 1 or 0
if began == 1 and ARGV[9] == '0' then
  return {}
end
local to = destination()
local id, at = append(to, ARGV[6], ARGV[7])
if key then
  redis.call('SET', key, id .. ' ' .. at, 'PX', ARGV[8])
end
return {id, at, 1, began}
