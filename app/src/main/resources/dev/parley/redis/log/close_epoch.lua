-- Closes the epoch of a message that an instance has seen and Redis has forgotten, so that no instance, also none that
-- knows nothing of it, uses an id of that epoch again; and notes that it is lost, so that whoever has not heard it is told. Loaded behind
-- ids.lua and lost.lua.
--
-- When another instance, which had not seen it, has begun the next epoch meanwhile, that one is closed, too: with the one after it all
-- logs look again at what is lost.
--
-- KEYS[1] the channel's stream   ARGV[1] the newest id of an epoch that the instance has seen
-- Returns {1} when an epoch had to be closed, else {0}.

local log, seen = KEYS[1], ARGV[1]
local newest = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1]
if not newest then
  return {0}
end

-- What was trimmed, or has expired, is not lost: then there is nothing left of its epoch.
local function was_passed_over()
  local before = redis.call('XREVRANGE', log, seen, '-', 'COUNT', 1)[1]
  return before and before[1] ~= seen and (parts(before[1])) == (parts(seen)) and is_after(seen, newest_lost(log))
end

local closing
if is_after(seen, newest[1]) then
  closing = parts(seen)
elseif (parts(seen)) < (parts(newest[1])) and was_passed_over() then
  closing = parts(newest[1])
else
  return {0}
end
-- after the greatest id of its epoch, XADD takes no more of them
local done = note_lost(log, string.format('%.0f-18446744073709551615', closing), seen)
if type(done) == 'table' and done.err and string.sub(done.err, 1, 4) ~= 'ERR ' then
  return redis.error_reply(done.err) -- Redis is full or the like: to be tried again
end
return {1}
