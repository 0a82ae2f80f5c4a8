"""launchdarkly-eventsource"""

import sys

from ld_eventsource import SSEClient
from ld_eventsource.config import ConnectStrategy, ErrorStrategy, RetryDelayStrategy

from heard import heard

stream = SSEClient(
    connect=ConnectStrategy.http(sys.argv[1]),
    error_strategy=ErrorStrategy.always_continue(),
    retry_delay_strategy=RetryDelayStrategy.default(max_delay=4),
)
for event in stream.events:
    if event.event in ("message", "note"):
        heard(event.last_event_id, event.data)
