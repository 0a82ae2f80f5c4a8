"""requests-sse"""

import sys

from requests_sse import EventSource

from heard import heard

with EventSource(sys.argv[1], timeout=None, max_connect_retry=1000) as stream:
    for event in stream:
        if event.type in ("message", "note"):
            heard(event.last_event_id, event.data)
