-- In front of scripts that publish, where what is published reaches every instance.

local function tell(topic, message)
  redis.call('PUBLISH', topic, message)
end

-- topic: the pub/sub channel of one kind of notices, such as {chat:room}:members
local function notify(topic, notice)
  redis.call('PUBLISH', topic, notice)
end

