-- Notes how far a user has read, on whatever device; nobody gets back to before what they have read.
--
-- KEYS[1] a hash: channel -> "<id> <ms when it was noted>", Redis' time
-- ARGV[1] ms after which it is forgotten   ARGV[2] channels at most; those that were noted longest ago are forgotten
-- then for each channel: its name; an id
-- Returns {channel, id, channel, id, …}: all that is noted now. Loaded behind ids.lua.

local now = now_millis()
local noted, count = {}, 0
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  local id, at = string.match(entries[i + 1], '^(%d+%-%d+) (%d+)$')
  if id then
    noted[entries[i]] = {id = id, at = tonumber(at)}
    count = count + 1
  else
    redis.call('HDEL', KEYS[1], entries[i])
  end
end

for i = 3, #ARGV, 2 do
  local before = noted[ARGV[i]]
  if not before then
    count = count + 1
  end
  if not before or is_after(ARGV[i + 1], before.id) then
    noted[ARGV[i]] = {id = ARGV[i + 1], at = now}
    redis.call('HSET', KEYS[1], ARGV[i], string.format('%s %.0f', ARGV[i + 1], now))
  end
end

while count > tonumber(ARGV[2]) do
  local oldest
  for channel, entry in pairs(noted) do
    if not oldest or entry.at < noted[oldest].at then
      oldest = channel
    end
  end
  noted[oldest] = nil
  count = count - 1
  redis.call('HDEL', KEYS[1], oldest)
end

if #ARGV > 2 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
local result = {}
for channel, entry in pairs(noted) do
  result[#result + 1] = channel
  result[#result + 1] = entry.id
end
return result
