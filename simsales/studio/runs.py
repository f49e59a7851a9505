"""Starting and ending the processes that play studies, as the server does it.

Each study is played by a process of its own, which reads from a pipe that only the server holds: when the server goes,
however it goes, the pipe ends and the process with it.  What was finished by then is in the study's store.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from simsales.studio.children import python
from simsales.studio.claim import FOLLOWED, holder
from simsales.studio.paper import read_json, write_json
from simsales.studio.shelf import CANCELLED, FAILED, RUNNING, Study
from simsales.words.errors import InputError

MOST_AT_ONCE = 4
LOG = "run.log"
_PATIENCE = 5.0  # seconds in which a run that is told to end does so by itself
_END_OF_LOG = 2_000


class Runs:
    """The runs that this server has started."""

    def __init__(self) -> None:
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def is_starting(self, study: Study) -> bool:
        """Whether a process of this server for this study is alive."""
        process = self._processes.get(study.id)
        return process is not None and process.poll() is None

    def start(self, study: Study) -> None:
        """Play the study, unless that is going on or done.  Raises InputError where enough is being played."""
        with self._lock:
            if study.status(self.is_starting(study)) == RUNNING:
                return
            alive = sum(process.poll() is None for process in self._processes.values())
            if alive >= MOST_AT_ONCE:
                raise InputError(
                    f"studies: at most {MOST_AT_ONCE} may run at once; cancel one, or wait for it to end"
                )
            process = _started(python("simsales.studio.playing", str(study.folder)), study.folder)
            self._processes[study.id] = process
        threading.Thread(target=_wait_for, args=(process, study.folder), daemon=True).start()

    def cancel(self, study: Study) -> None:
        """Have the run end, in order if it can; it returns when nobody plays the study any more."""
        process = self._processes.get(study.id)
        if process is not None and process.poll() is None:
            _end(process, signal.SIGTERM)
            _say_cancelled(study)
            return
        other = holder(study.folder)
        if other:  # the run of another server on the same folder
            os.kill(other, signal.SIGTERM)

    def end_all(self) -> None:
        """End every run, as when the server goes."""
        alive = [process for process in self._processes.values() if process.poll() is None]
        for process in alive:
            if process.stdin is not None:
                process.stdin.close()
        for process in alive:
            _end(process, None)


def _started(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    """A process in a group of its own, so that it and its workers can be ended together."""
    with (folder / LOG).open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd=folder.parent.parent,
        )


def _end(process: "subprocess.Popen[bytes]", by: int | None) -> None:
    if by is not None and process.poll() is None:
        process.send_signal(by)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        _kill_group(process)
        process.wait()


def _say_cancelled(study: Study) -> None:
    """Where the run had no time to say it itself."""
    look = study.look
    if look is not None and look.get("status") == RUNNING and holder(study.folder) is None:
        said = {**look, "status": CANCELLED, "stage": "over", "seconds_left": None}
        write_json(study.folder / "look.json", said)


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _wait_for(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Where a run dies without a word, say so in its place."""
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
    look = read_json(folder / "look.json")
    silent = not isinstance(look, dict) or look.get("status") == RUNNING
    if process.returncode != 0 and silent and holder(folder) is None and not _was_asked_to_end(process):
        said = {**(look or {}), "status": FAILED, "message": _last_words(process.returncode, folder)}
        write_json(folder / "look.json", said)


def _was_asked_to_end(process: "subprocess.Popen[bytes]") -> bool:
    """Whether it followed the server, or was told to end."""
    return process.returncode in (FOLLOWED, -signal.SIGTERM)


def _last_words(code: int, folder: Path) -> str:
    try:
        log = (folder / LOG).read_bytes()[-_END_OF_LOG:].decode("utf-8", "replace").strip()
    except OSError:
        log = ""
    how = f"by signal {-code}" if code < 0 else f"with code {code}"
    return f"the run ended {how} and without a word" + (f": {log.splitlines()[-1]}" if log else "")
