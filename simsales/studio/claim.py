"""Who plays a study: whoever holds its lock, which the system takes back however that process ended."""

import os
import sys
import time
from pathlib import Path
from typing import IO

LOCK = "run.lock"
#: The exit code of a run that goes because its server is gone.
FOLLOWED = 17
_TRIES, _PAUSE = 5, 0.02  # seconds


class Claim:
    """The right to play the study in a folder, held for as long as this process lives or until it is given back."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def release(self) -> None:
        self._file.close()


def claim(folder: Path) -> Claim | None:
    """Take the study for this process; None where another one has it."""
    file = (folder / LOCK).open("a+b")
    for _ in range(_TRIES):
        if _locked(file):
            break
        time.sleep(_PAUSE)  # somebody may only have asked who plays
    else:
        file.close()
        return None
    file.seek(0)
    file.truncate()
    file.write(str(os.getpid()).encode())
    file.flush()
    return Claim(file)


def holder(folder: Path) -> int | None:
    """The process that plays the study, 0 where it is not known which; None where nobody does."""
    try:
        file = (folder / LOCK).open("r+b")
    except OSError:
        return None
    with file:
        if _locked(file):
            return None
        try:
            return int(file.read(20) or b"0")
        except (OSError, ValueError):
            return 0


if sys.platform == "win32":
    import msvcrt

    def _locked(file: IO[bytes]) -> bool:
        """Whether the lock is ours now; it lies behind what is written, so that others may read that."""
        file.seek(1_000)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        """Whether the lock is ours now."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
