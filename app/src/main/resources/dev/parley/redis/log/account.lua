#!lua flags=allow-oom
-- Keeps account of how much memory the histories of all channels take, and says which are to be given up when it is too much:
-- those that would expire first, which are those that were silent longest, and before them those in which little was said.
-- It also runs when Redis is full, since that is when it is needed.
--
-- KEYS[1] a sorted set: when each expires (ms since 1970)   KEYS[2] a hash: the bytes of each
-- KEYS[3] the bytes of all                                  KEYS[4] the instance that gives histories up
-- ARGV[1] bytes that all may take   ARGV[2] the instance    ARGV[3] ms for which it alone gives histories up
-- then for each channel that has changed: its name; when it expires; its bytes, 0 when it is gone
-- Returns {channel, ms when it expires, …}: to be given up, each only if that time is still the same.

local BATCH = 200

local function set(channel, expires, bytes)
  local before = tonumber(redis.call('HGET', KEYS[2], channel) or 0)
  if bytes > 0 then
    redis.call('ZADD', KEYS[1], expires, channel)
    redis.call('HSET', KEYS[2], channel, bytes)
  else
    redis.call('ZREM', KEYS[1], channel)
    redis.call('HDEL', KEYS[2], channel)
  end
  redis.call('INCRBY', KEYS[3], string.format('%.0f', bytes - before))
end

-- where Redis itself has a limit, the histories are to leave room for all else
local function limit()
  local info = redis.pcall('INFO', 'memory')
  local most = type(info) == 'string' and tonumber(string.match(info, 'maxmemory:(%d+)')) or 0
  local ours = tonumber(ARGV[1])
  return most > 0 and math.min(ours, most * 3 / 4) or ours
end

for i = 4, #ARGV, 3 do
  set(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
end
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000)
for _, channel in ipairs(redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, BATCH)) do
  set(channel, 0, 0)
end

local most = limit()
local spare = tonumber(redis.call('GET', KEYS[3]) or 0) - most
local keeper = redis.call('GET', KEYS[4])
if spare <= 0 or (keeper and keeper ~= ARGV[2]) then
  return {}
end
redis.call('SET', KEYS[4], ARGV[2], 'PX', ARGV[3])
spare = spare + most / 10 -- some more, so that it is not to be done again at once
local result = {}
local first = redis.call('ZRANGE', KEYS[1], 0, BATCH - 1, 'WITHSCORES')
for i = 1, #first, 2 do
  if spare <= 0 then
    break
  end
  spare = spare - tonumber(redis.call('HGET', KEYS[2], first[i]) or 0)
  table.insert(result, first[i])
  table.insert(result, first[i + 1])
end
return result
