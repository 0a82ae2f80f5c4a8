-- In front of scripts that ask which messages of a stream Redis has lost, behind ids.lua. The stream keeps that itself, as the greatest id
-- that was deleted from it, so it is replicated, saved and forgotten with it.

-- What XINFO tells of a stream, by its names
local function about(log)
  local info, told = redis.call('XINFO', 'STREAM', log), {}
  for i = 1, #info, 2 do
    told[info[i]] = info[i + 1]
  end
  return told
end

-- The newest message that some instance has seen and the stream lacks, as far as that is known; 0-0 when none is
local function newest_lost(log)
  return about(log)['max-deleted-entry-id']
end

-- Notes that a message is lost, and lets the stream go on behind 'last'. Returns Redis' answer, which may be an error.
local function note_lost(log, last, id)
  if is_after(id, newest_lost(log)) then
    return redis.pcall('XSETID', log, last, 'MAXDELETEDID', id)
  end
  return redis.pcall('XSETID', log, last)
end

