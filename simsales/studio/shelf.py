"""The studies of a working folder: each a folder of its own, found again by the same question."""

import hashlib
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsales.studio.checking import Checked
from simsales.studio.claim import holder
from simsales.studio.paper import read_json, write_json, write_text
from simsales.studio.places import STUDIES
from simsales.studio.question import Question, Refused, Wrong, read_question

ID = re.compile(r"[0-9a-f]{12}")
PLOT = re.compile(r"[a-z0-9_-]{1,80}\.svg")
#: What may be fetched from a study's folder; plots beside.
FILES = (
    *("report.html", "report.md", "kpis.csv", "comparison.csv", "decision.json", "manifest.json"),
    *("why.csv", "flips.csv"),
)
RUNNING, FINISHED, CANCELLED, FAILED, STOPPED = "running", "finished", "cancelled", "failed", "stopped"
#: How a run says that it ended; anything else that is left behind was stopped.
_ENDS = (FINISHED, CANCELLED, FAILED)


@dataclass(frozen=True, slots=True)
class Study:
    """One study on the shelf: where it lies, and what was asked."""

    folder: Path
    id: str
    question: Question
    stems: dict[str, str]  # by the name of a what-if, what its file and its rows in tables are called
    keys: dict[str, str]  # by the same names and `base`, what will be played
    base_label: str
    base_file: str  # as the command line takes it
    worth: float
    seed: int
    line: str

    @property
    def labels(self) -> dict[str, str]:
        """By what tables call a scenario, what the page calls it; the base comes first and has its own name."""
        return {self.base_label: self.base_label, **{stem: name for name, stem in self.stems.items()}}

    @property
    def look(self) -> dict[str, Any] | None:
        """How things stand, as the run last said; None before it said anything."""
        found = read_json(self.folder / "look.json")
        return found if isinstance(found, dict) else None

    def status(self, starting: bool = False) -> str:
        """Whether it is played, or how that ended; `starting` says that a process for it is alive."""
        if starting or holder(self.folder) is not None:
            return RUNNING
        look = self.look
        said = None if look is None else look.get("status")
        return said if said in _ENDS else STOPPED

    def files(self) -> list[str]:
        """What may be fetched of it."""
        plots = sorted(
            path.name for path in (self.folder / "plots").glob("*.svg") if PLOT.fullmatch(path.name)
        )
        there = [name for name in FILES if (self.folder / name).is_file()]
        return [*there, *(f"plots/{name}" for name in plots)]

    def file(self, name: str) -> Path | None:
        """The path of one of these files; None for any other name."""
        return self.folder / name if name in self.files() else None

    def state(self, starting: bool = False) -> dict[str, Any]:
        """What the page is told of it."""
        status = self.status(starting)
        look = self.look
        if look is not None and look.get("status") != status:
            look = {**look, "status": status}
        return {
            "id": self.id,
            "url": f"/studies/{self.id}",
            "question": self.question.as_dict(),
            "labels": dict(self.stems),
            "base_label": self.base_label,
            "seed": self.seed,
            "status": status,
            "look": look,
            "files": self.files(),
            "line": self.line,
        }


class Shelf:
    """All studies below a working folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder / STUDIES

    def put(self, checked: Checked) -> Study:
        """The study of this question, made where there is none yet."""
        found = self._study_of(checked)
        there = self.get(found.id)
        if there is not None:
            return there
        found.folder.mkdir(parents=True, exist_ok=True)
        self._write_whatifs(checked, found)
        content = {
            "question": found.question.as_dict(),
            "stems": found.stems,
            "keys": found.keys,
            "base_label": found.base_label,
            "base_file": found.base_file,
            "worth": found.worth,
            "seed": found.seed,
            "line": found.line,
        }
        write_json(found.folder / "study.json", content)
        return found

    def line_for(self, checked: Checked) -> str:
        """The line that asks the same on the command line, once the study is there."""
        return self._study_of(checked).line

    def get(self, id: str) -> Study | None:
        """The study of this id; None where there is none."""
        return open_study(self.place / id) if ID.fullmatch(id) else None

    def studies(self) -> Iterator[Study]:
        """All studies, the latest first."""
        folders = [path.parent for path in self.place.glob("*/study.json") if ID.fullmatch(path.parent.name)]
        for folder in sorted(folders, key=lambda path: (path / "study.json").stat().st_mtime, reverse=True):
            study = open_study(folder)
            if study is not None:
                yield study

    def _study_of(self, checked: Checked) -> Study:
        question = checked.question
        stems = question.stems()
        keys = checked.keys()
        id = _id_of(checked, keys)
        folder = self.place / id
        place = f"{STUDIES}/{id}"
        files = [question.base, *(f"{place}/{stem}.toml" for stem in stems.values())]
        line = _line(checked, files, place)
        return Study(
            folder,
            id,
            question,
            stems,
            keys,
            checked.base.scenario.name,
            question.base,
            checked.worth,
            checked.seed,
            line,
        )

    def _write_whatifs(self, checked: Checked, study: Study) -> None:
        """A scenario file for each what-if, from which it is played.  Raises Refused where no file can say it."""
        from simsales.scenario import load
        from simsales.studio.question import overrides_of
        from simsales.studio.saving import about_of, parent_for, text_for

        for name, (whatif, changes) in checked.alone.items():
            path = study.folder / f"{study.stems[name]}.toml"
            parent = parent_for(checked.question.base, checked.path, path)
            write_text(path, text_for(parent, about_of(whatif), changes))
            again = load(path, overrides_of(checked.question.common))
            if again.content_key() != study.keys[name]:
                said = "must be a what-if that a scenario file can say; one of its keys has a name with a dot in it"
                raise Refused([Wrong(name, None, said)])


def open_study(folder: Path) -> Study | None:
    """The study in a folder; None where there is none that can be read."""
    content = read_json(folder / "study.json")
    try:
        return Study(
            folder,
            folder.name,
            read_question(content["question"]),
            dict(content["stems"]),
            dict(content["keys"]),
            str(content["base_label"]),
            str(content["base_file"]),
            float(content["worth"]),
            int(content["seed"]),
            str(content["line"]),
        )
    except (TypeError, KeyError, ValueError, Refused):
        return None


def _id_of(checked: Checked, keys: dict[str, str]) -> str:
    """The first digits of a digest of all that was asked, and of the model that will answer."""
    from simsales.experiments.replications import model_version

    question = checked.question.as_dict()
    question |= {"worth": checked.worth, "seed": checked.seed}
    del question["beyond_range"]
    content = json.dumps([question, keys, model_version()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _line(checked: Checked, files: list[str], place: str) -> str:
    """As the command line's own last line says it."""
    from simsales.studio.question import overrides_of

    question = checked.question
    words = ["simsales", "compare", *files, "--until-certain", "--at-most", str(question.at_most)]
    words += [] if question.kpi == "contribution" else ["--kpi", question.kpi]
    words += ["--worth", question.worth] if checked.worth else []
    words += ["--seed", str(checked.seed)]
    for override in overrides_of(question.common):
        words += ["--set", override]
    return shlex.join([*words, "--out", place])
