from __future__ import annotations

import pytest

from simsales.scenario.loading import load_as
from simsales.words.errors import ScenarioError
from tests.scenario.small import Small


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Writes named files into a folder of their own, which is also the current one."""
    monkeypatch.chdir(tmp_path)

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def small(files):
    """Loads one text as a small scenario, with `--set` overrides."""

    def read(text, *overrides):
        files(my=text)
        return load_as(Small, "my.toml", overrides)

    return read


@pytest.fixture
def refused(small):
    """The lines of the message with which a text is refused."""

    def lines(text, *overrides):
        with pytest.raises(ScenarioError) as caught:
            small(text, *overrides)
        return str(caught.value).split("\n")

    return lines
