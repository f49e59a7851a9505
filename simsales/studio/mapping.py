"""The process that makes one moving map: `python -m simsales.studio.mapping FOLDER LABEL REPLICATION`.

To play a replication takes a second or so, which the server has not; what was made is kept in the study's folder.
"""

import os
import sys
import threading
from pathlib import Path

from simsales.studio.children import output_of, python
from simsales.studio.paper import read_json, write_json
from simsales.studio.shelf import Study, open_study
from simsales.words.errors import InputError

MOST = 1_000_000
_AT_ONCE = threading.Semaphore(2)


def map_file(study: Study, label: str, replication: int) -> Path:
    """Where the map of a scenario's replication is kept; scenarios go by their number, the base is 0."""
    place = list(study.labels).index(label)
    return study.folder / "maps" / f"{place}-{replication}.json"


def label_of(study: Study, named: str) -> str:
    """The scenario that is meant, by its name on the page or in tables.  Raises InputError for any other."""
    for label, name in study.labels.items():
        if named in (label, name):
            return label
    raise InputError(f"map: must be of one of {', '.join(study.labels.values())}, found {named[:60]!r}")


def map_of(study: Study, named: str, replication: int) -> bytes:
    """The map as JSON, made by a process of its own where it is not there yet.

    Raises InputError for what is not in the study, SimSalesError where it cannot be played.
    """
    label = label_of(study, named)
    if not 0 <= replication < MOST:
        raise InputError(f"map: replication must be a whole number from 0 to {MOST:_}, found {replication}")
    path = map_file(study, label, replication)
    if not path.is_file():
        with _AT_ONCE:
            if not path.is_file():
                _make(study, label, replication)
    return path.read_bytes()


def _make(study: Study, label: str, replication: int) -> None:
    command = python("simsales.studio.mapping", str(study.folder), label, str(replication))
    output_of("map", command)


def main(folder: Path, label: str, replication: int) -> None:
    """Play the replication and write its map down."""
    from simsales.studio.asking import asked_in
    from simsales.studio.replaying import map_of as told

    study = open_study(folder)
    assert study is not None, "there is no study in this folder"
    path = map_file(study, label, replication)
    if read_json(path) is not None:
        return
    if hasattr(os, "nice"):
        os.nice(5)  # the page answers first
    path.parent.mkdir(exist_ok=True)
    asked = asked_in(study)
    write_json(path, told(asked.scenarios[label], replication, asked.seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
