-- Adopts raw messages of one channel, in their order, each once whoever tries and however often.
--
-- Only the holder of the channel's lease may adopt; the lease is taken here when it is free, and each adoption extends it.
-- A raw message may already have been adopted by a former holder whose copy the caller missed: that copy stands in the
-- stream with the raw message's digest, after what the caller knew of the channel when it heard the raw message.
--
-- KEYS[1] the channel's stream   KEYS[2] the channel's lease
-- ARGV[1..5] as in publish.lua   ARGV[6] the instance   ARGV[7] ms that the lease lasts
-- then for each raw message: its digest; the newest id known when it was heard; the Redis time (ms) since when the
-- instance has been hearing without a break; the message, a JSON object without id and time
-- Returns {1, id, id, …}, the id of each; or {0, ms}: someone else has the lease for so long.

local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[6] then
  return {0, redis.call('PTTL', KEYS[2])}
end
redis.call('SET', KEYS[2], ARGV[6], 'PX', ARGV[7])

local FIRST, FIELDS = 8, 4
local to = {log = KEYS[1], topic = ARGV[1], secret = ARGV[2], history = ARGV[3], ttl = ARGV[4]}

-- digest → the copies in the stream, oldest first
local copies = {}
for _, entry in ipairs(redis.call('XRANGE', to.log, '(' .. ARGV[FIRST + 1], '+')) do
  local raw = entry[2][4]
  if raw then
    local at = tonumber(string.match(entry[2][2], '"at":(%d+)}$'))
    copies[raw] = copies[raw] or {}
    table.insert(copies[raw], {id = entry[1], at = at})
  end
end

local function take_copy(digest, known, since)
  for i, copy in ipairs(copies[digest] or {}) do
    if is_after(copy.id, known) and copy.at >= since then
      table.remove(copies[digest], i)
      return copy.id
    end
  end
end

local result = {1}
for i = FIRST, #ARGV, FIELDS do
  local digest = ARGV[i]
  local id = take_copy(digest, ARGV[i + 1], tonumber(ARGV[i + 2]))
  table.insert(result, id or (append(to, ARGV[5], ARGV[i + 3], digest)))
end
return result
