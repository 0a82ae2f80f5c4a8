-- Shared by publish.lua and adopt.lua, which are loaded with this file in front of them, and before it ids.lua, lost.lua and one of those that
-- define tell(): gives a message its id and its time, stores it in the channel's stream, and publishes it. All in one script, so that what is
-- published is in history.
--
-- An id is <epoch>-<n>. Within an epoch n counts 0, 1, 2, …; XADD's "<epoch>-*" does the counting. A new epoch begins when
-- the stream is new, and when it lacks a message that an instance has seen, because Redis lost data: going on counting
-- would use an id a second time, for other content. The publishing instance itself may have seen it ('seen'), or another,
-- which has then closed the epoch (close_epoch.lua). What is lost is noted in the stream (lost.lua).
--
-- What is published is {"id":…,"sig":…,<the message>}; 'sig' tells it from a raw message that only looks like one.
-- A message adopted from a raw one carries 'raw', a digest of that one, here and in the stream.

-- ids have at most 18 digits in each part, and Lua counts exactly up to here; XADD by someone else may go beyond
local MAX_N = 2 ^ 53

local function current_epoch(newest, is_lacking, seen, now)
  if newest and not is_lacking then
    local epoch, n = parts(newest)
    if n < MAX_N then
      return epoch
    end
  end
  local past_epoch = math.max((parts(seen)), newest and (parts(newest)) or 0)
  return math.max(now, past_epoch + 1)
end

local function add(to, epoch, event, raw)
  local id = string.format('%.0f-*', epoch)
  if raw then
    return redis.pcall('XADD', to.log, 'MAXLEN', '=', to.history, id, 'event', event, 'raw', raw)
  end
  return redis.pcall('XADD', to.log, 'MAXLEN', '=', to.history, id, 'event', event)
end

-- A channel in which little was said is forgotten early: most of those are made once and never come to life.
local FEW, EARLY_MS = 5, 24 * 60 * 60 * 1000

local function life(to, id)
  local _, n = parts(id)
  if n < FEW and redis.call('XLEN', to.log) < FEW then
    return math.min(to.ttl, EARLY_MS)
  end
  return to.ttl
end

-- Drops the oldest where the history takes too much memory. Only a message that is larger than a quarter of its share looks,
-- so that the others cost nothing; they push older ones out by their number, and can go beyond by that quarter. Whoever does
-- not let us ask for the memory keeps all.
local function shorten(to, size)
  if size * to.history * 4 <= to.bytes then
    return
  end
  local memory = redis.pcall('MEMORY', 'USAGE', to.log, 'SAMPLES', 0)
  local kept
  while type(memory) == 'number' and memory > to.bytes and kept ~= 1 do
    kept = math.max(1, math.floor((kept or redis.call('XLEN', to.log)) * 0.9))
    redis.call('XTRIM', to.log, 'MAXLEN', '=', kept)
    memory = redis.pcall('MEMORY', 'USAGE', to.log, 'SAMPLES', 0)
  end
end

-- What publish.lua and adopt.lua are told first:
-- {log = stream, topic = pub/sub channel, secret = of the signature, history = messages kept, bytes = memory kept, ttl = ms}
local function destination()
  return {
    log = KEYS[1], topic = ARGV[1], secret = ARGV[2],
    history = tonumber(ARGV[3]), bytes = tonumber(ARGV[4]), ttl = tonumber(ARGV[5])
  }
end

-- to: a destination
-- seen: the newest id of the channel that the calling instance knows; message: a JSON object; raw: digest or nil
local function append(to, seen, message, raw)
  local now = now_millis()
  local at = string.format('%.0f', now)
  local event = string.sub(message, 1, -2) .. ',"at":' .. at .. '}'
  local newest = (redis.call('XREVRANGE', to.log, '+', '-', 'COUNT', 1)[1] or {})[1]
  local is_lacking = is_after(seen, newest or '0-0')
  local id = add(to, current_epoch(newest, is_lacking, seen, now), event, raw)
  if type(id) == 'table' and redis.call('EXISTS', to.log) == 1 then
    local last_ever = about(to.log)['last-generated-id']
    id = add(to, math.max(now, (parts(last_ever)) + 1), event, raw) -- the epoch is closed
  end
  if type(id) == 'table' then
    error(id.err, 0)
  end
  if is_lacking then
    note_lost(to.log, id, seen)
  end
  shorten(to, #event)
  redis.call('PEXPIRE', to.log, string.format('%.0f', life(to, id)))

  local head = '{"id":"' .. id .. '",'
  local rest = (raw and '"raw":"' .. raw .. '",' or '') .. string.sub(event, 2)
  local sig = string.sub(redis.sha1hex(to.secret .. to.topic .. head .. rest), 1, 16)
  tell(to.topic, head .. '"sig":"' .. sig .. '",' .. rest)
  return id, at
end

