-- In front of scripts that publish, where some instances hear everything and others what they have listeners for.

local function tell(topic, message)
  redis.call('PUBLISH', topic, message)
  redis.call('SPUBLISH', topic, message)
end

-- topic: as in tell_all.lua and in tell_interest.lua
local function notify(topic, notice)
  redis.call('PUBLISH', topic, notice)
  local channel, kind = string.match(topic, '^(.*:)([^:]*)$')
  redis.call('SPUBLISH', channel .. 'notices', kind .. ' ' .. notice)
end

