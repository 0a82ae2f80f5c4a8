-- A page of a channel's history: as many messages as fit into a number and into bytes, and so many in any case.
--
-- KEYS[1] the channel's stream
-- ARGV[1] XRANGE (oldest first) or XREVRANGE (newest first)   ARGV[2] ARGV[3] the bounds, in that command's order
-- ARGV[4] messages at most   ARGV[5] bytes of them at most   ARGV[6] messages however large they are
-- Returns {oldest, newest, more, lost, id, message, id, message, …}: the ids of the oldest and the newest that are retained, 0-0
-- when there are none; 1 when there may be more between the bounds, else 0; the newest message that is known to be lost, 0-0 when none
-- is (lost.lua). What someone else has put there is left out. Loaded behind ids.lua and lost.lua.

-- read little by little, since how large they are shows only then
local CHUNK = 25

local function is_message(entry)
  return entry and entry[2][1] == 'event'
end

local function id_of(entry)
  return is_message(entry) and entry[1] or '0-0'
end

local limit, bytes, least = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {'0-0', '0-0', 0, '0-0'}
end
local stream = about(KEYS[1])
local result = {id_of(stream['first-entry']), id_of(stream['last-entry']), 0, stream['max-deleted-entry-id']}
if ARGV[1] == 'XRANGE' and ARGV[2] == '(' .. result[2] then
  return result -- as for most who look whether they have missed something
end
local from, count, size = ARGV[2], 0, 0

while true do
  local wanted = math.min(CHUNK, limit - count)
  local chunk = redis.call(ARGV[1], KEYS[1], from, ARGV[3], 'COUNT', wanted)
  for _, entry in ipairs(chunk) do
    if is_message(entry) then
      local message = entry[2][2]
      size = size + #message
      if size > bytes and count >= least then
        result[3] = 1
        return result
      end
      count = count + 1
      table.insert(result, entry[1])
      table.insert(result, message)
    end
  end
  if #chunk < wanted then
    return result
  end
  if count == limit then
    result[3] = 1
    return result
  end
  from = '(' .. chunk[#chunk][1]
end
