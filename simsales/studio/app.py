"""The addresses of the page: what may be asked of the server, and what it answers."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import simsales
from simsales.studio import answering
from simsales.studio.guarding import Guard, TooLarge
from simsales.studio.paper import as_json
from simsales.studio.question import Refused, Wrong
from simsales.studio.runs import Runs
from simsales.studio.saving import Taken
from simsales.studio.shelf import Shelf
from simsales.words.errors import InputError, SimSalesError

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
TEMPLATES, STATIC = HERE / "templates", HERE / "static"

Endpoint = Callable[[Request], Awaitable[Response]]


class Page:
    """The state of the server: the working folder with its studies, and the runs that it has started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.shelf = Shelf(self.folder)
        self.runs = Runs()
        self.is_closing: Callable[[], bool] = lambda: False  # asked by whoever listens

    def end(self) -> None:
        """End the runs; what they finished is kept."""
        self.runs.end_all()


def application(page: Page) -> Guard:
    """The server of one working folder."""
    routes = [
        Route("/", _index),
        Route("/studies/{id}", _index),
        Route("/favicon.ico", _icon),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        *(Route(path, _told(act), methods=[method]) for method, path, act in answering.ACTS),
        Route("/api/studies/{id}/events", _events),
        Route("/api/studies/{id}/files/{name:path}", _file),
    ]
    handlers = {HTTPException: _http_error, TooLarge: _too_large, OSError: _unwritable, Exception: _defect}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.state.page = page
    return Guard(app)


async def _index(request: Request) -> Response:
    """The page itself; which study it shows it asks for by itself."""
    text = await run_in_threadpool(
        _template().render,
        study_id=request.path_params.get("id"),
        base=request.query_params.get("base"),
        version=simsales.__version__,
        folder=request.app.state.page.folder.name,
    )
    return HTMLResponse(text)


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("page.html")


async def _icon(request: Request) -> Response:
    return (
        RedirectResponse("/static/icon.svg", 301)
        if (STATIC / "icon.svg").is_file()
        else Response(status_code=204)
    )


def _told(act: answering.Act) -> Endpoint:
    """An endpoint of an act: it works in a thread beside the loop, and its answer is JSON."""

    async def endpoint(request: Request) -> Response:
        body: Any = None
        if request.method == "POST":
            try:
                body = await request.json() if await request.body() else {}
            except (ValueError, RecursionError):
                return _errors(400, [Wrong(None, None, "body: must be JSON, found something else")])
        page, asked = request.app.state.page, {**request.query_params, **request.path_params}
        try:
            status, content = await run_in_threadpool(act, page, asked, body)
        except Taken as error:
            return _errors(409, answering.wrongs(error))
        except answering.NotThere as error:
            return _errors(404, answering.wrongs(error))
        except InputError as error:
            return answering.refused(error)
        except SimSalesError as error:
            return _errors(500, [Wrong(None, None, str(error))])
        text = content if isinstance(content, bytes) else as_json(content).encode()
        return Response(text, status, media_type="application/json")

    return endpoint


async def _events(request: Request) -> Response:
    from simsales.studio.watching_runs import events

    page: Page = request.app.state.page
    study = page.shelf.get(request.path_params["id"])
    if study is None:
        return _errors(404, [Wrong(None, None, "there is no such study in this folder")])
    return events(request, study, lambda: page.runs.is_starting(study), page.is_closing)


async def _file(request: Request) -> Response:
    """One of the files that a study has to give, and no other."""
    page: Page = request.app.state.page
    study = page.shelf.get(request.path_params["id"])
    path = None if study is None else study.file(request.path_params["name"])
    if path is None:
        return _errors(404, [Wrong(None, None, "there is no such file of this study")])
    inside = (
        "inline"
        if path.suffix in (".html", ".svg") and "download" not in request.query_params
        else "attachment"
    )
    return FileResponse(path, filename=path.name, content_disposition_type=inside)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _errors(error.status_code, [Wrong(None, None, f"{request.url.path}: {error.detail}")])


async def _too_large(request: Request, error: Exception) -> Response:
    return _errors(413, [Wrong(None, None, str(error))])


async def _unwritable(request: Request, error: Exception) -> Response:
    """The folder cannot be written or read, such as on a disk that is full."""
    assert isinstance(error, OSError)
    found = error.strerror or str(error)
    said = f"the working folder: must be one that can be written, found: {found}; make room, and try again"
    return _errors(507, [Wrong(None, None, said)])


async def _defect(request: Request, error: Exception) -> Response:
    """A mistake of ours: said in words; the trace goes to the terminal."""
    return _errors(500, [Wrong(None, None, f"a mistake of simsales itself: {type(error).__name__}: {error}")])


def _errors(status: int, wrong: list[Wrong]) -> Response:
    return JSONResponse({"errors": [each.as_dict() for each in wrong]}, status)


__all__ = ["Page", "Refused", "application"]
