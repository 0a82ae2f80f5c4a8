-- In front of scripts that compare ids, which are <epoch>-<n>, or ask for the time.

local function parts(id)
  local epoch, n = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(epoch), tonumber(n)
end

local function is_after(id, other)
  local epoch, n = parts(id)
  local other_epoch, other_n = parts(other)
  return epoch > other_epoch or (epoch == other_epoch and n > other_n)
end

-- ms since 1970
local function now_millis()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

