"""Whether a question can be put to the simulator: every mistake in it, each at the control that makes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.studio.loaded import Loaded, loaded
from simsales.studio.places import file_of
from simsales.studio.question import Question, Refused, WhatIf, Wrong, overrides_of
from simsales.words.errors import InputError, Problem, ScenarioError

if TYPE_CHECKING:
    from simsales.experiments.parameters import Parameter
    from simsales.scenario.changes import Change


@dataclass(frozen=True, slots=True)
class Checked:
    """A question in order: the file of the base, the scenarios as they will be played, and what each what-if changes.

    `alone` are the what-ifs without the settings that are common to all, as their files will say them.
    """

    question: Question
    path: Path
    base: Loaded
    whatifs: Mapping[str, Loaded]
    alone: "Mapping[str, tuple[WhatIf, Sequence[Change]]]"
    worth: float
    seed: int

    def changes(self) -> dict[str, list[dict[str, Any]]]:
        """Old and new value of every key that a what-if changes."""
        from simsales.scenario.changes import toml

        return {
            name: [
                {"key": each.key, "old": toml(each.old), "new": toml(each.new)}
                for each in whatif.changes_on(self.base)
            ]
            for name, whatif in self.whatifs.items()
        }

    def keys(self) -> dict[str, str]:
        """What will be played: a digest of the base, and of each what-if by its name."""
        return {"base": self.base.key, **{name: whatif.key for name, whatif in self.whatifs.items()}}

    def remarks(self) -> list[Wrong]:
        """What is allowed but can hardly be meant, such as a change that begins after the end."""
        asked = [(None, self.base), *self.whatifs.items()]
        found = [
            Wrong(name, each.where, each.sentence) for name, one in asked for each in one.scenario.remarks()
        ]
        of_all = {(each.key, each.message) for each in found if each.whatif is None}
        return [each for each in found if each.whatif is None or (each.key, each.message) not in of_all]


def check(folder: Path, question: Question) -> Checked:
    """The question with its scenarios loaded.  Raises Refused with all that is wrong in it."""
    wrong: list[Wrong] = []
    path = _attempt(wrong, None, lambda: file_of(folder, question.base), "base")
    worth = _attempt(wrong, None, lambda: _worth(question), "worth")
    _attempt(wrong, None, lambda: _must_decide(question.kpi), "kpi")
    source = None if path is None else _Source(folder, path, tuple(overrides_of(question.common)))
    base = None if source is None else _attempt(wrong, None, lambda: source.with_common(()), "base")
    plain = (
        None if source is None or base is None else _attempt(wrong, None, lambda: source.alone(()), "base")
    )
    if path is None or source is None or base is None or plain is None:
        raise Refused(wrong)
    wrong += _beyond(None, question.common, plain, base, question)
    whatifs: dict[str, Loaded] = {}
    alone: dict[str, tuple[WhatIf, Sequence[Change]]] = {}
    for whatif in question.whatifs:
        wrong += _misplaced(whatif, question, base.scenario.name)
        found, mistakes = _checked(source, whatif, base, question)
        wrong += mistakes
        if found is not None:
            whatifs[whatif.name] = found
            alone[whatif.name] = (whatif, source.alone(whatif.overrides).changes_on(plain))
    _attempt(wrong, None, lambda: _must_be_measured(question.kpi, [base, *whatifs.values()]), "kpi")
    if wrong:
        raise Refused(wrong)
    seed = base.scenario.run.seed if question.seed is None else question.seed
    return Checked(question, path, base, whatifs, alone, worth or 0.0, seed)


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of the base, on which what-ifs are made, and what is set for all."""

    folder: Path
    path: Path
    common: tuple[str, ...]

    def with_common(self, overrides: Sequence[str]) -> Loaded:
        return loaded(self.folder, self.path, [*overrides, *self.common])

    def alone(self, overrides: Sequence[str]) -> Loaded:
        return loaded(self.folder, self.path, overrides)


def _checked(
    source: _Source, whatif: WhatIf, base: Loaded, question: Question
) -> tuple[Loaded | None, list[Wrong]]:
    """A what-if, or None, and what is wrong with it; what can be said of the rest beside a mistake is said too."""
    settings = whatif.settings
    try:
        found = source.with_common(whatif.overrides)
        source.alone(whatif.overrides)  # its file has to stand by itself
    except ScenarioError as error:
        mistakes = problems_of(error, whatif.name, None, settings)
        blamed = {each.key for each in mistakes}
        rest = {key: text for key, text in settings.items() if key not in blamed}
        try:
            partly = source.with_common(overrides_of(rest))
        except ScenarioError:
            return None, mistakes
        return None, [*mistakes, *_beyond(whatif.name, rest, base, partly, question)]
    return found, _beyond(whatif.name, settings, base, found, question)


def problems_of(
    error: InputError, whatif: str | None, key: str | None = None, settings: Mapping[str, str] | None = None
) -> list[Wrong]:
    """An error as it is told beside the controls; `key` where the error names none."""
    if isinstance(error, Refused):
        return error.wrong
    if isinstance(error, ScenarioError):
        controls = settings or {}
        return [Wrong(whatif, _blamed(each.where, controls) or key, _told(each)) for each in error.problems]
    sentence = str(error)
    where, colon, rest = sentence.partition(": ")
    return [Wrong(whatif, key, rest if colon and where.lstrip("-") in ("worth", "kpi", "base") else sentence)]


def _told(problem: Problem) -> str:
    """The sentence, and the line of a file that it is about."""
    where = f" ({problem.file}:{problem.line})" if problem.line is not None else ""
    return f"{problem.sentence}{where}"


def _attempt(wrong: list[Wrong], whatif: str | None, act: Callable[[], Any], key: str | None = None) -> Any:
    """What the act gives; where it fails, None, and what is wrong is added."""
    try:
        return act()
    except InputError as error:
        wrong += problems_of(error, whatif, key)
        return None


def _worth(question: Question) -> float:
    from simsales.experiments.worth import worth_of

    return worth_of(question.worth, question.kpi)


def _must_decide(kpi: str) -> None:
    from simsales.experiments.comparison import must_decide

    must_decide(kpi, 0.0)


def _must_be_measured(kpi: str, asked: Sequence[Loaded]) -> None:
    from simsales.experiments.comparison import must_be_measured
    from simsales.kpis import catalogue

    if kpi in catalogue():
        must_be_measured(kpi, [each.scenario for each in asked])


def _misplaced(whatif: WhatIf, question: Question, base: str) -> list[Wrong]:
    """Settings that must be the same for all, and a name that would be the base's."""
    found = []
    for key in whatif.settings:
        if key.partition(".")[0] == "run":
            said = "must be the same for the base and all what-ifs to be compared; set it for all"
            found.append(Wrong(whatif.name, key, said))
        elif key in question.common:
            found.append(Wrong(whatif.name, key, "must be set either for all or here, found in both"))
    if whatif.name.casefold() in (base.casefold(), "base"):
        found.append(Wrong(whatif.name, "name", f"must be another than the base's, found {whatif.name!r}"))
    return found


def _beyond(
    whatif: str | None, settings: Mapping[str, str], old: Loaded, new: Loaded, question: Question
) -> list[Wrong]:
    """Numbers that were changed to lie outside their plausible range."""
    if question.beyond_range:
        return []
    before = {each.key: each.value for each in old.parameters}
    return [
        Wrong(
            whatif,
            _blamed(each.key, settings),
            f"must lie between {_range(each)} to be plausible, found {each.value}",
        )
        for each in new.parameters
        if before.get(each.key, _NOTHING) != each.value and not each.holds(each.value)
    ]


_NOTHING = object()


def _blamed(where: str, settings: Mapping[str, str]) -> str:
    """The control at which a problem is told: the key that was set there, around it, or below it."""
    below = [key for key in settings if where and key.startswith(f"{where}.")]
    around = [key for key in settings if f"{where}.".startswith(f"{key}.")]
    return max(around, key=len, default=None) or min(below, key=len, default=where)


def _range(parameter: "Parameter") -> str:
    return parameter.range_text().replace(" to ", " and ")
