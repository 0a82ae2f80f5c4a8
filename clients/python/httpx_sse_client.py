"""httpx-sse, by hand: it reads one answer, and the loop around it comes back with the last id."""

import sys
import time

import httpx
from httpx_sse import connect_sse

from heard import heard

last_id = ""
retry = 3.0
with httpx.Client(timeout=httpx.Timeout(5, read=None)) as client:
    while True:
        try:
            headers = {"Last-Event-ID": last_id} if last_id else {}
            with connect_sse(client, "GET", sys.argv[1], headers=headers) as stream:
                for event in stream.iter_sse():
                    last_id = event.id or last_id
                    retry = event.retry / 1000 if event.retry else retry
                    if event.event in ("message", "note"):
                        heard(event.id, event.data)
        except httpx.TransportError:
            pass
        time.sleep(retry)
