"""The process that plays one study: `python -m simsales.studio.playing FOLDER`.

It plays pair by pair until certain, writes how things stand to `look.json`, and at the end everything that
`simsales compare --out` writes, plots and the report.  It goes when the server goes, which holds the other end of its
standard input, and ends in order when it is told to (SIGTERM); every finished replication is in the store by then.
"""

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from simsales.studio.claim import FOLLOWED, claim
from simsales.studio.paper import read_json, write_json

if TYPE_CHECKING:
    from simsales.experiments.replications import Outcome
    from simsales.studio.shelf import Study
    from simsales.studio.standing import Asked

NICENESS = 5  # the page answers first
#: Seconds between two looks, and times a look's own length: a company is to be played more than looked at.
_OFTEN, _SELDOM = 0.2, 10.0


def main(folder: Path) -> int:
    """Play the study in the folder; 0 however it ends, unless another process plays it or it is none."""
    held = claim(folder)
    if held is None:
        return 0
    _follow_the_server()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from simsales.studio.shelf import CANCELLED, FAILED, open_study
    from simsales.words.errors import SimSalesError

    study = open_study(folder)
    if study is None:
        return 1
    told = Telling(study)
    try:
        signal.signal(
            signal.SIGTERM, _interrupted
        )  # until now it ends the process, which has nothing to tell
        _play(study, told)
    except KeyboardInterrupt:
        told.end(CANCELLED)
    except SimSalesError as problem:
        told.end(FAILED, str(problem))
    except Exception as problem:  # told on the page; the trace is in the log of the run
        told.end(FAILED, f"{type(problem).__name__}: {problem}")
        raise
    return 0


class Telling:
    """What is said of the run in `look.json`."""

    def __init__(self, study: "Study") -> None:
        from simsales.kpis import catalogue

        kpi = study.question.kpi
        self._path = study.folder / "look.json"
        self._began = perf_counter()
        self._at_first = 0  # pairs that were in the store already
        self._due = -1.0
        self._staged = self._began
        self.look: dict[str, Any] = {
            "status": "running",
            "stage": "starting",
            "pairs": 0,
            "at_most": study.question.at_most,
            "needed": None,
            "seconds_left": None,
            "kpi": kpi,
            "unit": catalogue()[kpi].unit,
            "worth": study.worth,
            "rows": {},
            "history": {},
            "decision": None,
            "failed": 0,
            "message": None,
        }
        self.look |= _said_before(self._path)
        self.write()

    def forget(self) -> None:
        """What was said before does not hold: another model plays, or the store is gone."""
        self.look |= {"pairs": 0, "rows": {}, "history": {}, "decision": None, "failed": 0}

    def write(self) -> None:
        write_json(self._path, self.look)

    def stage(self, name: str) -> None:
        self._staged = perf_counter()
        self.look |= {"stage": name, "seconds_left": None}
        self.write()

    def progress(self, finished: int, total: int) -> None:
        """Of a stage that plays: so much of it is done, and the rest at the same pace."""
        if finished:
            pace = (perf_counter() - self._staged) / finished
            self.look["seconds_left"] = pace * (total - finished)
            self.write()

    def begin(self, pairs: int) -> None:
        """So many pairs are there already; what comes now says how fast it goes."""
        self._began, self._at_first = perf_counter(), pairs

    def is_due(self, finished: bool) -> bool:
        """Whether it is time for another look."""
        return finished or perf_counter() >= self._due

    def tell(self, began: float | None = None, **said: Any) -> None:
        """Say how things stand; the look at it `began` then, and the next one waits for many times as long."""
        self.look |= {"stage": "playing", **said}
        self.look["seconds_left"] = self._seconds_left()
        self.write()
        now = perf_counter()
        self._due = now + max(_OFTEN, _SELDOM * (0.0 if began is None else now - began))

    def end(self, status: str, message: str | None = None) -> None:
        self.look |= {"status": status, "stage": "over", "seconds_left": None, "message": message}
        self.write()

    def _seconds_left(self) -> float | None:
        """At the pace so far, until as many pairs are played as it is likely to take."""
        from simsales.experiments.until_certain import looks

        played = self.look["pairs"] - self._at_first
        if played <= 0:
            return None
        most = self.look["at_most"]
        needed = most if self.look["needed"] is None else min(self.look["needed"], most)
        last = next(n for n in looks(most) if n >= min(needed, most))  # it ends at a look
        return (perf_counter() - self._began) / played * max(last - self.look["pairs"], 0)


def _said_before(path: Path) -> dict[str, Any]:
    """What an earlier run of the study said of its pairs, until this one has counted them again."""
    look = read_json(path)
    if not isinstance(look, dict):
        return {}
    return {key: look[key] for key in ("pairs", "rows", "history", "decision", "failed") if key in look}


def _play(study: "Study", told: Telling) -> None:
    from simsales.experiments.comparison import must_be_comparable
    from simsales.experiments.experiment import Interrupted, play_until_certain
    from simsales.studio.asking import asked_in
    from simsales.studio.finishing import finish

    asked = asked_in(study)
    must_be_comparable(asked.scenarios, next(iter(asked.scenarios)))
    finished: dict[tuple[str, int], Outcome] = {}
    watch = Watch(asked, told, finished)
    means = (None, None, study.folder / "store.sqlite", watch)
    try:
        comparison = play_until_certain(
            dict(asked.scenarios), asked.kpi, asked.worth, asked.at_most, means, None, finished
        )
    except Interrupted as interruption:
        raise KeyboardInterrupt from interruption
    watch.look(asked.at_most, True)
    missing = finish(study, asked, comparison, told.stage, told.progress)
    told.end("finished", "\n".join(missing) or None)


class Watch:
    """Looks at what is finished whenever something is, and says how things stand."""

    def __init__(self, asked: "Asked", told: Telling, finished: "dict[tuple[str, int], Outcome]") -> None:
        from simsales.studio.standing import History

        self._asked = asked
        self._told = told
        self._finished = finished
        self._headlines: dict[tuple[str, int], Outcome] = {}
        self._history = History()
        self._pairs = 0
        self._begun = False

    def __call__(self, count: int, total: int) -> None:
        """As progress of an experiment: so many replications are finished, of so many for now."""
        self.look(total, count == total)

    def look(self, total: int, at_the_end: bool) -> None:
        """Say how things stand, if another pair is finished and it is time."""
        from simsales.studio import standing

        pairs = standing.complete(self._asked, self._finished)
        if not self._begun:
            self._begun = True
            self._told.begin(pairs)
            if pairs < self._told.look["pairs"]:
                self._told.forget()
            self._history = standing.History(self._told.look["history"])
            if not pairs:
                self._told.tell(pairs=0)
        if pairs == self._pairs or not self._told.is_due(at_the_end):
            return
        self._pairs, began = pairs, perf_counter()
        failed = sum(outcome.failed for outcome in self._finished.values())
        comparison = standing.compared(self._asked, self._shown(pairs), pairs)
        if comparison is None:
            self._told.tell(pairs=pairs, failed=failed)
            return
        self._history.add(self._asked, comparison)
        self._told.tell(
            began,
            pairs=pairs,
            failed=failed,
            needed=standing.needed(comparison, pairs, self._asked.at_most),
            rows=standing.rows(self._asked, comparison),
            history=self._history.thinned(),
            decision=standing.decision(self._asked, comparison),
        )

    def _shown(self, pairs: int) -> "dict[tuple[str, int], Outcome]":
        """The same replications with the KPIs that are shown."""
        from simsales.studio import standing

        for place in ((key, n) for key in self._asked.keys.values() for n in range(pairs)):
            if place not in self._headlines:
                self._headlines[place] = standing.headlines_of(self._finished[place], self._asked.kpi)
        return self._headlines


def _interrupted(number: int, frame: object) -> None:
    """Asked to end: as if by Ctrl-C, and deaf to a second time."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def _follow_the_server() -> None:
    """Go when the server goes: it holds the other end of the pipe that this process reads."""

    def follow() -> None:
        with suppress(OSError, ValueError):
            while os.read(0, 1024):
                pass
        os._exit(FOLLOWED)

    threading.Thread(target=follow, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
