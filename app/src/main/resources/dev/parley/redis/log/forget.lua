-- Gives up a channel's history, unless something has been said there meanwhile.
--
-- KEYS[1] the channel's stream   ARGV[1] when it was to expire (ms since 1970)
-- Returns {1} when it is gone now, else {0}.

if string.format('%.0f', redis.call('PEXPIRETIME', KEYS[1])) == ARGV[1] then
  return {redis.call('DEL', KEYS[1])}
end
return {0}
