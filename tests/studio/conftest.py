"""A working folder with a small company, and a page that is asked without a network."""

import asyncio

import httpx
import pytest

from simsales.studio.app import Page, application

COMPANY = """about = "What does a small company earn in eight weeks?"
[demand.inbound]
rate = "400 / y"
[products.standard]
deal_value = { kind = "lognormal", mean = 9_000, cv = 0.8 }
variable_cost = 0.6
[people.sdr]
count = 1
[people.hunter]
count = 2
[compensation.hunter]
kind = "salary"
salary = 60_000
[run]
horizon = "8 w"
"""
ADDRESS = "http://127.0.0.1:8600"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with one scenario file."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "small.toml").write_text(COMPANY)
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def page(folder):
    page = Page(folder)
    yield page
    page.end()


@pytest.fixture
def started(page, monkeypatch):
    """The studies that were started; nothing is played."""
    started = []
    monkeypatch.setattr(page.runs, "start", lambda study: started.append(study.id))
    return started


class Client:
    """Asks the application without a network."""

    def __init__(self, app):
        self.app = app

    def ask(self, method, path, **more):
        async def asked():
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)

    def put(self, path, **more):
        return self.ask("PUT", path, **more)


@pytest.fixture
def client(page, started):
    return Client(application(page))


def question(*whatifs, **more):
    """A question about the small company; without a what-if that of half as many leads again."""
    asked = whatifs or ({"name": "More leads", "about": "More?", "set": {"demand.inbound.rate": "600 / y"}},)
    return {"base": "small.toml", "whatifs": list(asked), "worth": "0", "at_most": 20, "seed": 7, **more}
