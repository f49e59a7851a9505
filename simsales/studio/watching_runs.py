"""How things stand, told to whoever listens: a stream of server-sent events, fed from what the run writes down."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

from simsales.studio.paper import as_json
from simsales.studio.shelf import RUNNING, Study

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PAUSE = 0.25  # seconds between two looks at the file
HEARTBEAT = 15.0  # seconds after which a line of silence shows that the server is there


def events(
    request: "Request", study: Study, starting: Callable[[], bool], closing: Callable[[], bool]
) -> "Response":
    """The stream of one listener: `look` at once and whenever it changes, `end` with the state when the run is over."""
    from starlette.responses import StreamingResponse

    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    stream = _told(request, study, starting, closing)
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


async def _told(
    request: "Request", study: Study, starting: Callable[[], bool], closing: Callable[[], bool]
) -> AsyncIterator[str]:
    seen, quiet = -1, 0.0
    while not closing() and not await request.is_disconnected():
        running = study.status(starting()) == RUNNING  # asked first: what is written afterwards is not missed
        stamp = _stamp(study)
        if stamp != seen:
            seen, quiet = stamp, 0.0
            look = study.state(starting())["look"]
            if look is not None:
                yield _event("look", look)
        if not running:
            yield _event("end", study.state(starting()))
            return
        await asyncio.sleep(PAUSE)
        quiet += PAUSE
        if quiet >= HEARTBEAT:
            quiet = 0.0
            yield ": here\n\n"


def _stamp(study: Study) -> int:
    try:
        return (study.folder / "look.json").stat().st_mtime_ns
    except OSError:
        return 0


def _event(name: str, content: object) -> str:
    return f"event: {name}\ndata: {as_json(content)}\n\n"
