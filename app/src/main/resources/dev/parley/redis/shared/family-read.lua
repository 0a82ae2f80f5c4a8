-- Which channels a family has.
--
-- KEYS[1] as in family-write.lua
-- Returns {newest mark, channel, its mark, channel, its mark, …}, those that were active last first.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000

local newest, alive = 0, {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  if all[i] == '' then
    newest = tonumber(all[i + 1]) or 0
  else
    local mark, till, active = string.match(all[i + 1], '^(%d+) (%d+) (%d+)$')
    if till and tonumber(till) >= now then
      table.insert(alive, {tonumber(active), all[i], tonumber(mark)})
    end
  end
end
table.sort(alive, function(a, b) return a[1] > b[1] or (a[1] == b[1] and a[2] < b[2]) end)
local result = {newest}
for _, member in ipairs(alive) do
  table.insert(result, member[2])
  table.insert(result, member[3])
end
return result
