-- Writes down that a channel of a family lives, and when it began.
--
-- KEYS[1] a hash: of each channel "<mark> <until> <active>": the mark of its beginning, 0 when that is not known; until when it is
--   known at least, and when it was written down last, both in ms since 1970. Under the empty field the newest mark there ever was.
-- ARGV[1] the channel   ARGV[2] ms for which it is known at least   ARGV[3] '1' when it begins now   ARGV[4] channels kept
-- ARGV[5] shard channel for the notice that it begins or was not known; '' for none   ARGV[6] the notice
-- A mark is the time, and greater than all before, whatever the clock does. Returns {mark of the channel}.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function fields(value)
  local mark, till, active = string.match(value or '', '^(%d+) (%d+) (%d+)$')
  return tonumber(mark or 0), tonumber(till or 0), tonumber(active or 0)
end

local known = redis.call('HGET', KEYS[1], ARGV[1])
local mark, till = fields(known)
if ARGV[3] == '1' then
  mark = math.max(now, tonumber(redis.call('HGET', KEYS[1], '') or 0) + 1)
  redis.call('HSET', KEYS[1], '', whole(mark))
end
till = math.max(till, now + tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], ARGV[1], whole(mark) .. ' ' .. whole(till) .. ' ' .. whole(now))

-- what is over goes, and beyond the limit what was silent longest
local alive, last = {}, till
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if all[i] ~= '' then
    local _, ends, active = fields(all[i + 1])
    if ends < now then
      redis.call('HDEL', KEYS[1], all[i])
    else
      last = math.max(last, ends)
      table.insert(alive, {active, all[i]})
    end
  end
end
if #alive > tonumber(ARGV[4]) then
  table.sort(alive, function(a, b) return a[1] < b[1] end)
  for i = 1, #alive - tonumber(ARGV[4]) do
    if alive[i][2] ~= ARGV[1] then
      redis.call('HDEL', KEYS[1], alive[i][2])
    end
  end
end
redis.call('PEXPIRE', KEYS[1], whole(last - now))
if ARGV[5] ~= '' and (ARGV[3] == '1' or not known) then
  redis.call('SPUBLISH', ARGV[5], ARGV[6])
end
return {mark}
