-- Says who is there.
--
-- KEYS as in members.lua
-- ARGV[1], ARGV[2] as in roll   ARGV[3]… leases that have ended: what was written under them is cleared away first

if #ARGV > 2 then
  for _, entry in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    local name, lease = string.match(entry, '^([^%z]+)%z([^%z]+)$')
    for i = 3, #ARGV do
      if lease == ARGV[i] then leave(lease, name) end
    end
  end
end
return roll(tonumber(ARGV[1]), tonumber(ARGV[2]))
