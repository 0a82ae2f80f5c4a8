-- Gives a lease back, if it is still held.
--
-- KEYS[1] the lease   ARGV[1] the instance
-- Returns {1} when it was held, else {0}.

if redis.call('GET', KEYS[1]) == ARGV[1] then
  return {redis.call('DEL', KEYS[1])}
end
return {0}
