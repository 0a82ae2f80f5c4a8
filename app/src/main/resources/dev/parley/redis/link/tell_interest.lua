-- In front of scripts that publish, where what is published reaches the instances that have listeners for it.

local function tell(topic, message)
  redis.call('SPUBLISH', topic, message)
end

-- topic: as in tell_all.lua; here all kinds of notices about a channel have one, {chat:room}:notices, and name their kind
local function notify(topic, notice)
  local channel, kind = string.match(topic, '^(.*:)([^:]*)$')
  redis.call('SPUBLISH', channel .. 'notices', kind .. ' ' .. notice)
end

