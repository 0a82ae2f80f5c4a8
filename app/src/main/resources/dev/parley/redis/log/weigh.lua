-- How much memory a channel's history takes, and when it will be forgotten.
--
-- KEYS[1] the channel's stream
-- Returns {ms since 1970 when it expires, bytes}; the time is negative, and the bytes are 0, when there is none.

return {redis.call('PEXPIRETIME', KEYS[1]), redis.call('MEMORY', 'USAGE', KEYS[1], 'SAMPLES', 0) or 0}
