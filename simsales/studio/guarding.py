"""Who may ask: this machine's own page, and nobody who rides on its browser.

The server listens on the loopback address only.  That alone does not keep a page of another site from sending requests
through the browser, nor a name that is pointed at 127.0.0.1 (DNS rebinding) from reading the answers.  So the name that
was asked for must be this machine's, whoever changes something must come from this page, and the answers tell the
browser to run and load nothing from elsewhere.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000  # bytes
_NAMES = ("127.0.0.1", "localhost")
_PAGE = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: A report or a plot is to look at: nothing in it runs, and it loads nothing.
_FILE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Lets requests of this machine's page through to the application, and answers all others in words."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = refusal(scope["method"], scope["path"], headers, scope.get("server"))
        if refused is not None:
            await _answer(*refused)(scope, receive, _guarded(send, scope["path"]))
            return
        await self.app(scope, _limited(receive), _guarded(send, scope["path"]))


class TooLarge(Exception):
    """A body that is longer than any question."""

    def __init__(self) -> None:
        super().__init__(f"body: must be at most {LARGEST_BODY:_} bytes, found more; ask for less at once")


def refusal(
    method: str, path: str, headers: dict[str, str], server: tuple[str, int | None] | None
) -> tuple[int, str] | None:
    """Status and sentence where a request is refused, else None; header names are lower-case."""
    host = headers.get("host", "")
    if not _is_ours(host, None if server is None else server[1]):
        return 403, f"Host: must be 127.0.0.1 or localhost with this server's port, found {host!r}"
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return (
            403,
            f"Origin: must be this page, http://{host}, found {origin!r}; other sites may not ask here",
        )
    site = headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none") and (method not in ("GET", "HEAD") or path.startswith("/api/")):
        return 403, f"Sec-Fetch-Site: must be same-origin, found {site!r}; other sites may not ask here"
    if method != "POST":
        return None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return 415, f"Content-Type: must be application/json, found {kind!r}"
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        return 413, str(TooLarge())
    return None


def _is_ours(host: str, port: int | None) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        named, asked = parts.hostname, parts.port
    except ValueError:
        return False
    plain = host in (named, f"{named}:{asked}")  # no user, no path
    return plain and named in _NAMES and (port is None or (80 if asked is None else asked) == port)


def _limited(receive: "Receive") -> "Receive":
    """The body as it comes, as long as it is no longer than allowed."""
    received = 0

    async def limited() -> "Message":
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY:
            raise TooLarge
        return message

    return limited


def _guarded(send: "Send", path: str) -> "Send":
    """Every answer with the headers that keep the browser at home."""
    is_file = path.startswith("/api/") and "/files/" in path
    extra: dict[str, str] = {**_HEADERS, "content-security-policy": _FILE if is_file else _PAGE}
    # a module of an older version would not fit to those of a newer one
    extra["cache-control"] = "no-store" if path.startswith("/api/") else "no-cache"

    async def guarded(message: "Message") -> None:
        if message["type"] == "http.response.start":
            added = [(name.encode(), value.encode()) for name, value in extra.items()]
            kept = [pair for pair in message.get("headers", []) if pair[0].decode().lower() not in extra]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return guarded


def _answer(status: int, sentence: str) -> "Any":
    from starlette.responses import JSONResponse

    return JSONResponse({"errors": [{"whatif": None, "key": None, "message": sentence}]}, status)
