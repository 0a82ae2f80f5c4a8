"""sseclient-py, by hand: it reads one answer, and the loop around it comes back with the last id."""

import sys
import time

import requests
import sseclient

from heard import heard

last_id = ""
retry = 3.0
while True:
    try:
        headers = {"Accept": "text/event-stream"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        answer = requests.get(sys.argv[1], stream=True, headers=headers)
        for event in sseclient.SSEClient(answer).events():
            last_id = event.id or last_id
            retry = int(event.retry) / 1000 if event.retry else retry
            if event.event in ("message", "note"):
                heard(event.id, event.data)
    except requests.RequestException:
        pass
    time.sleep(retry)
