-- Closes the epoch of a message that an instance has seen and Redis has forgotten, so that no instance, also none that
-- knows nothing of it, uses an id of that epoch again. Loaded behind ids.lua.
--
-- KEYS[1] the channel's stream   ARGV[1] the newest id that the instance has seen
-- Returns {1} when the epoch had to be closed, else {0}.

local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if not newest or not is_after(ARGV[1], newest[1]) then
  return {0}
end
-- after the greatest id of its epoch, XADD takes no more of them
local done = redis.pcall('XSETID', KEYS[1], string.format('%.0f-18446744073709551615', (parts(ARGV[1]))))
if type(done) == 'table' and done.err and string.sub(done.err, 1, 4) ~= 'ERR ' then
  return redis.error_reply(done.err) -- Redis is full or the like: to be tried again
end
return {1}
