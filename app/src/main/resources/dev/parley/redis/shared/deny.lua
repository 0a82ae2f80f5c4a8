-- Writes down whose credentials don't hold any more, and tells all instances to read it.
--
-- KEYS[1] a hash: what it is about -> "<ms before which what was issued is over> <ms when the entry is over>", Redis' time
-- ARGV[1] the pub/sub channel of the notice, which says nothing: whoever may only publish can deny nobody
-- then for each entry: its name; ms for which it is needed
-- Returns {now}, in ms.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local ends = tonumber(string.match(entries[i + 1], '^%d+ (%d+)$'))
  if not ends or ends < now then
    redis.call('HDEL', KEYS[1], entries[i])
  end
end
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f %.0f', now, now + tonumber(ARGV[i + 1])))
end
redis.call('PUBLISH', ARGV[1], '')
return {string.format('%.0f', now)}
