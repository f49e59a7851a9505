"""A process that answers one request is waited for, and ended with the server."""

import sys
import threading
import time

import pytest

from simsales.studio import children
from simsales.words.errors import SimSalesError


def test_what_a_process_prints_is_what_is_told():
    assert children.output_of("sum", [sys.executable, "-c", "print(6 * 7)"]).strip() == b"42"


def test_a_process_that_fails_is_told_with_its_last_words():
    with pytest.raises(SimSalesError, match="sum: must be played to its end, found ZeroDivisionError"):
        children.output_of("sum", [sys.executable, "-c", "1 / 0"])


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(children, "PATIENCE", 0.2)
    with pytest.raises(SimSalesError, match="takes longer"):
        children.output_of("sum", [sys.executable, "-c", "import time; time.sleep(60)"])


def test_when_the_server_goes_nobody_waits():
    told = []

    def wait():
        with pytest.raises(SimSalesError) as error:
            children.output_of("sum", [sys.executable, "-c", "import time; time.sleep(60)"])
        told.append(str(error.value))

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not children._alive:
        time.sleep(0.01)
    children.end_children()
    waiting.join(10)
    assert told == ["sum: must be played to its end, found that it was ended"]
