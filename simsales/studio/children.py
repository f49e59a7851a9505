"""Processes of ours that answer one request: they are waited for, not for ever, and go when the server goes."""

import subprocess
import sys
import threading

from simsales.words.errors import SimSalesError

PATIENCE = 180.0  # seconds

_alive: "set[subprocess.Popen[bytes]]" = set()
_lock = threading.Lock()


def python(module: str, *words: str) -> list[str]:
    """The command of a process of ours; nothing is imported from the folder in which it works."""
    return [sys.executable, "-P", "-m", module, *words]


def output_of(what: str, command: list[str]) -> bytes:
    """What a process prints.  Raises SimSalesError, beginning with `what`, where it fails or takes too long."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with _lock:
        _alive.add(process)
    try:
        printed, said = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise SimSalesError(
            f"{what}: must be made within {PATIENCE:.0f} s, found that it takes longer"
        ) from None
    finally:
        with _lock:
            _alive.discard(process)
    if process.returncode:
        last = said.decode("utf-8", "replace").strip().splitlines()
        raise SimSalesError(
            f"{what}: must be played to its end, found {last[-1] if last else 'that it was ended'}"
        )
    return printed


def end_children() -> None:
    """End whatever is at work for a request; whoever waits is told."""
    with _lock:
        for process in _alive:
            process.kill()
