-- Who is in a channel: what all scripts about it share.
--
-- KEYS[1] a sorted set of "<name>\0<lease>", all scored 0: in the order of the names, and equal ones side by side
-- KEYS[2] a hash: under each lease how many names it has there, under '' how many different names there are

local function come(lease, name)
  if redis.call('ZADD', KEYS[1], 0, name .. '\0' .. lease) == 0 then return end
  redis.call('HINCRBY', KEYS[2], lease, 1)
  local same = redis.call('ZRANGE', KEYS[1], '[' .. name .. '\0', '(' .. name .. '\1', 'BYLEX', 'LIMIT', 0, 2)
  if #same == 1 then redis.call('HINCRBY', KEYS[2], '', 1) end
end

local function leave(lease, name)
  if redis.call('ZREM', KEYS[1], name .. '\0' .. lease) == 0 then return end
  if redis.call('HINCRBY', KEYS[2], lease, -1) == 0 then redis.call('HDEL', KEYS[2], lease) end
  local same = redis.call('ZRANGE', KEYS[1], '[' .. name .. '\0', '(' .. name .. '\1', 'BYLEX', 'LIMIT', 0, 1)
  if #same == 0 and redis.call('HINCRBY', KEYS[2], '', -1) == 0 then redis.call('HDEL', KEYS[2], '') end
end

-- Returns the hash as {lease, names, …} without '', and how many entries and different names there are by it.
local function tally()
  local leases, entries, people = {}, 0, 0
  local hash = redis.call('HGETALL', KEYS[2])
  for i = 1, #hash, 2 do
    local number = tonumber(hash[i + 1]) or -1
    if hash[i] == '' then
      people = number
    else
      leases[#leases + 1] = hash[i]
      entries = entries + number
    end
  end
  return leases, entries, people
end

-- Makes the hash anew, and the set without what is none of ours: someone else has put something there or taken it away.
local function recount()
  redis.call('DEL', KEYS[2])
  local last
  for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    local name, lease = string.match(entry, '^([^%z]+)%z([^%z]+)$')
    if name then
      redis.call('HINCRBY', KEYS[2], lease, 1)
      if name ~= last then redis.call('HINCRBY', KEYS[2], '', 1) end
      last = name
    else
      redis.call('ZREM', KEYS[1], entry)
    end
  end
end

-- Returns {people, {lease, …}, name, …}: how many there are, by whose word, and the first of them, if they are not too many.
local function roll(max_listed, max_people)
  local leases, entries, people = tally()
  if entries ~= redis.call('ZCARD', KEYS[1]) then
    recount()
    leases, entries, people = tally()
  end
  local result, last = {people, leases}, nil
  if people > max_people then return result end
  for from = 0, entries - 1, max_listed do
    for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], from, from + max_listed - 1)) do
      local name = string.match(entry, '^[^%z]+')
      if name ~= last then
        if #result == max_listed + 2 then return result end
        last = name
        result[#result + 1] = name
      end
    end
  end
  return result
end
