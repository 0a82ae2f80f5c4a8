"""sseclient: it comes back by itself after an orderly end, but a broken connection is for the program to catch."""

import sys

import requests

sys.path.insert(0, "python/.sseclient")  # sseclient-py calls its module the same
from sseclient import SSEClient

from heard import heard

last_id = None
while True:
    try:
        stream = SSEClient(sys.argv[1], last_id=last_id)
        for event in stream:
            last_id = event.id or last_id
            if event.event in ("message", "note"):
                heard(event.id, event.data)
    except (requests.RequestException, OSError):
        pass
