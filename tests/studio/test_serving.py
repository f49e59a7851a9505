"""The server listens on this machine alone, at a port that is free."""

import socket

import pytest

from simsales.studio import suggesting
from simsales.studio.serving import HOST, listen, serve
from simsales.words.errors import InputError


def test_a_port_in_use_is_said_with_the_next_free_one():
    with listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError) as error:
            listen(port)
    said = str(error.value)
    assert said.startswith(f"--port: must be a free port, found {port} in use") and "\n" not in said
    free = int(said.rpartition("--port ")[2])
    assert free > port
    listen(free).close()


def test_only_this_machine_is_listened_to():
    with listen(0) as listening:
        assert listening.getsockname()[0] == HOST == "127.0.0.1"
        assert listening.family == socket.AF_INET


def test_answers_are_not_held_back_to_be_sent_together():
    with listen(0) as listening:  # asyncio sends at once what it knows to be TCP
        assert listening.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize("port", [-1, 65_536])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(InputError, match="must be a whole number from 0 to 65535"):
        listen(port)


def test_what_is_no_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="--folder: must be a folder"):
        serve(tmp_path / "nothing", 0, False, print)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (87_123.0, "90_000"),
        (8.0, "8"),
        (12.0, "10"),
        (0.00223, "0.002"),
        (0.0, "0"),
        (float("nan"), "0"),
        (0.096, "0.1"),
    ],
)
def test_an_amount_is_suggested_with_one_digit_that_counts(amount, text):
    assert suggesting.rounded(amount) == text
