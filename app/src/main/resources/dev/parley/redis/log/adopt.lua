-- Adopts raw messages of one channel, in their order, each once whoever tries and however often.
--
-- Only the holder of the channel's lease adopts; the lease is taken here when it is free, and each adoption extends it. What someone
-- has held for long is adopted though another one has it.
-- A raw message may already have been adopted by a former holder whose copy the caller missed: that copy stands in the
-- stream with the raw message's digest, after what the caller knew of the channel when it heard the raw message.
--
-- KEYS[1] the channel's stream   KEYS[2] the channel's lease
-- ARGV[1..6] as in publish.lua   ARGV[7] the instance   ARGV[8] ms that the lease lasts
-- ARGV[9] ids of copies, separated by spaces, that the caller knows to belong to other raw messages
-- ARGV[10] '0' when none of them must be the first of its channel
-- ARGV[11] '1' when they are adopted though someone else has the lease
-- then for each raw message: its digest; the newest id known when it was heard; the Redis time (ms) since when the
-- instance has been hearing without a break; the message, a JSON object without id and time
-- Returns {1, id, id, …}, the id of each; {0, ms}: someone else has the lease for so long; or {-1}: there is no such channel
-- and there must not be.

local holder = redis.call('GET', KEYS[2])
local is_others = holder and holder ~= ARGV[7]
if is_others and ARGV[11] ~= '1' then
  return {0, redis.call('PTTL', KEYS[2])}
end
if not is_others then
  redis.call('SET', KEYS[2], ARGV[7], 'PX', ARGV[8])
end
if ARGV[10] == '0' and redis.call('XLEN', KEYS[1]) == 0 then
  return {-1}
end

local FIRST, FIELDS, PAGE = 12, 4, 100
local to = destination()

local settled = {}
for id in string.gmatch(ARGV[9], '%S+') do
  settled[id] = true
end

-- digest → the copies in the stream that may belong to one of these raw messages, newest first
local copies = {}
local function collect(known, since)
  local newest = '+'
  while true do
    local page = redis.call('XREVRANGE', to.log, newest, '(' .. known, 'COUNT', PAGE)
    for _, entry in ipairs(page) do
      local id, event, raw = entry[1], entry[2][2], entry[2][4]
      local at = tonumber(string.match(event, '"at":(%d+)}$') or 0)
      if at < since then
        return
      end
      if raw and not settled[id] then
        copies[raw] = copies[raw] or {}
        table.insert(copies[raw], id)
      end
      newest = '(' .. id
    end
    if #page < PAGE then
      return
    end
  end
end

local function take_copy(digest, known)
  local ids = copies[digest] or {}
  for i = #ids, 1, -1 do
    if is_after(ids[i], known) then
      return table.remove(ids, i)
    end
  end
end

-- they come in the order of hearing: none knew less, or heard earlier, than the first
collect(ARGV[FIRST + 1], tonumber(ARGV[FIRST + 2]))
local result = {1}
for i = FIRST, #ARGV, FIELDS do
  local digest = ARGV[i]
  table.insert(result, take_copy(digest, ARGV[i + 1]) or (append(to, ARGV[6], ARGV[i + 3], digest)))
end
return result
