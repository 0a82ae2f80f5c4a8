-- Writes who has come to and left an instance, tells other instances that something has changed, and says who is there. Loaded with one
-- of the files in front that define notify().
--
-- KEYS as in members.lua
-- ARGV[1] the instance's lease   ARGV[2] ms until all is forgotten, unless someone writes
-- ARGV[3] the pub/sub channel for the notice, which names the lease   ARGV[4], ARGV[5] as in roll
-- ARGV[6] how many have come; their names follow, then those of who has left

local came = tonumber(ARGV[6])
for i = 7, #ARGV do
  if i < 7 + came then come(ARGV[1], ARGV[i]) else leave(ARGV[1], ARGV[i]) end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
notify(ARGV[3], ARGV[1])
return roll(tonumber(ARGV[4]), tonumber(ARGV[5]))
