"""aiohttp-sse-client2"""

import asyncio
import sys

from aiohttp_sse_client2 import client

from heard import heard


async def main():
    async with client.EventSource(sys.argv[1], timeout=None) as stream:
        async for event in stream:
            if event.type in (None, "message", "note"):
                heard(event.last_event_id, event.data)


asyncio.run(main())
