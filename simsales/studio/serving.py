"""Starting the server: on the loopback address, at a port that is free, for as long as nobody presses Ctrl-C."""

import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from simsales.studio.children import end_children
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from types import FrameType

    import uvicorn

    from simsales.studio.app import Page

HOST = "127.0.0.1"
PORT = 8600
_TRIED = 50


def serve(folder: Path, port: int, browser: bool, say: "object") -> None:
    """Serve the page of a working folder until interrupted; runs end with it, and what they finished is kept.

    Raises InputError where the port is taken or the folder is none.
    """
    assert callable(say)
    _must_be_a_folder(folder)
    listening = listen(port)
    os.chdir(folder)  # messages name files as seen from there
    sys.path[:] = [place for place in sys.path if place]  # what lies there is data, and never imported
    from simsales.studio.app import Page, application

    page = Page(Path())
    server = _server(application(page))
    page.is_closing = lambda: server.should_exit
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    say(f"studio: {address} for {page.folder}\nCtrl-C ends it; what is finished is kept in simsales-studies.")
    threading.Thread(target=_warm_up, args=(page,), daemon=True).start()
    if browser:
        webbrowser.open(address)
    try:
        with listening:
            server.run(sockets=[listening])
    finally:
        page.end()


def listen(port: int) -> socket.socket:
    """A socket that listens at this port of this machine alone.  Raises InputError with the next free one if taken."""
    if not 0 <= port <= 65_535:
        raise InputError(f"--port: must be a whole number from 0 to 65535, found {port}")
    try:
        return _bound(port)
    except OSError as problem:
        free = next((other for other in range(port + 1, min(port + _TRIED, 65_536)) if _is_free(other)), None)
        hint = f"; {free} is free: simsales studio --port {free}" if free is not None else "; choose another"
        raise InputError(
            f"--port: must be a free port, found {port} in use ({problem.strerror}){hint}"
        ) from None


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # answers without delay
    if (
        os.name == "posix"
    ):  # a port that was left a moment ago is free; elsewhere the option means another thing
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(128)
    except OSError:
        found.close()
        raise
    return found


def _is_free(port: int) -> bool:
    try:
        _bound(port).close()
    except OSError:
        return False
    return True


def _must_be_a_folder(folder: Path) -> None:
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise InputError(
            f"--folder: must be a folder that can be written, found {str(folder)!r}; make it, or choose another"
        )


def _server(app: object) -> "uvicorn.Server":
    import uvicorn

    config = uvicorn.Config(
        app,  # type: ignore[arg-type]  # an application as any other
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )

    class Server(uvicorn.Server):
        """Nobody waits for what is still at work when it is time to go."""

        def handle_exit(self, sig: int, frame: "FrameType | None") -> None:
            end_children()
            super().handle_exit(sig, frame)

    return Server(config)


def _warm_up(page: "Page") -> None:
    """Make what the first visitor would wait for."""
    from simsales.studio import answering

    answering.list_levers(page, {}, None)
    answering.list_scenarios(page, {}, None)
