"""What the server does for each request of the page: acts on a working folder, from plain data to plain data.

An act is given the page's state, what the address says and the body, and gives status and content.  It runs in a
thread; what takes longer than a blink is done by a process of its own.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simsales.studio import places, saving
from simsales.studio.checking import check, problems_of
from simsales.studio.loaded import loaded
from simsales.studio.paper import as_json, read_json
from simsales.studio.question import AT_MOST, KPI, Question, Refused, Wrong, read_question
from simsales.studio.shelf import FINISHED, RUNNING, Study
from simsales.words.errors import InputError, ScenarioError

if TYPE_CHECKING:
    from starlette.responses import Response

    from simsales.scenario import Scenario
    from simsales.studio.app import Page

Asked = Mapping[str, str]
Answer = tuple[int, Any]
Act = Callable[["Page", Asked, Any], Answer]


class NotThere(InputError):
    """A study, or a part of one, that is not there."""


def refused(error: InputError) -> "Response":
    """An error of whoever asked, with every mistake by itself."""
    from starlette.responses import JSONResponse

    return JSONResponse({"errors": _lines(error) or [each.as_dict() for each in wrongs(error)]}, 422)


def wrongs(error: InputError) -> list[Wrong]:
    """What is wrong, for what is no part of a question."""
    where, colon, rest = str(error).partition(": ")
    if (
        not isinstance(error, ScenarioError | Refused)
        and colon
        and where in ("path", "text", "studies", "base", "map")
    ):
        return [Wrong(None, where, rest)]
    return problems_of(error, None)


def _lines(error: InputError) -> list[dict[str, Any]]:
    """The mistakes of a scenario file, each with its line."""
    if not isinstance(error, ScenarioError):
        return []
    return [
        {
            "whatif": None,
            "key": each.where or None,
            "message": each.sentence,
            "file": each.file,
            "line": each.line,
        }
        for each in error.problems
    ]


def list_scenarios(page: "Page", asked: Asked, body: Any) -> Answer:
    return 200, {"scenarios": places.scenarios(page.folder)}


def list_levers(page: "Page", asked: Asked, body: Any) -> Answer:
    base = asked.get("base", "norddrive")
    path = places.file_of(page.folder, base)
    return 200, _levers(base, path, places.stamp_of(page.folder, path))


def suggest_worth(page: "Page", asked: Asked, body: Any) -> Answer:
    """An amount that a difference might have to be worth, for the KPI that decides."""
    from simsales.kpis import catalogue
    from simsales.studio.suggesting import suggestion

    kpi = asked.get("kpi", KPI)
    if kpi not in catalogue():
        raise Refused([Wrong(None, "kpi", f"must be a known KPI, found {kpi[:60]!r}")])
    path = places.file_of(page.folder, asked.get("base", "norddrive"))
    return 200, suggestion(path, places.stamp_of(page.folder, path), kpi, catalogue()[kpi].unit)


def check_question(page: "Page", asked: Asked, body: Any) -> Answer:
    checked = check(page.folder, read_question(body))
    remarks = [each.as_dict() for each in checked.remarks()]
    return 200, {"changes": checked.changes(), "remarks": remarks, "line": page.shelf.line_for(checked)}


def start_study(page: "Page", asked: Asked, body: Any) -> Answer:
    """Put the question on the shelf and have it played; one that is answered already is only shown."""
    study = page.shelf.put(check(page.folder, read_question(body)))
    if study.status(page.runs.is_starting(study)) not in (RUNNING, FINISHED):
        page.runs.start(study)
    return 201, {"id": study.id, "url": f"/studies/{study.id}"}


def list_studies(page: "Page", asked: Asked, body: Any) -> Answer:
    return 200, {"studies": [_in_short(page, study) for study in page.shelf.studies()]}


def show_study(page: "Page", asked: Asked, body: Any) -> Answer:
    study = _study(page, asked)
    return 200, study.state(page.runs.is_starting(study))


def cancel_study(page: "Page", asked: Asked, body: Any) -> Answer:
    study = _study(page, asked)
    page.runs.cancel(study)
    return 200, study.state(page.runs.is_starting(study))


def resume_study(page: "Page", asked: Asked, body: Any) -> Answer:
    """Play on from what is finished, if what would be played is still what was asked."""
    study = _study(page, asked)
    if study.status(page.runs.is_starting(study)) not in (RUNNING, FINISHED):
        _must_be_as_asked(page, study)
        page.runs.start(study)
    return 200, study.state(page.runs.is_starting(study))


def save_scenario(page: "Page", asked: Asked, body: Any) -> Answer:
    """Write a what-if of a study, or its base with what is common to all, as a scenario file."""
    study = _study(page, asked)
    request = body if isinstance(body, Mapping) else {}
    named, path = request.get("whatif"), request.get("path")
    if not isinstance(path, str):
        raise Refused([Wrong(None, "path", "must be the name of a file, such as mine.toml")])
    target = places.below(page.folder, path)
    checked = check(page.folder, _at_any_value(study))
    parent = saving.parent_for(study.question.base, checked.path, target)
    if isinstance(named, str) and named in checked.alone:
        whatif, changes = checked.alone[named]
        about = saving.about_of(whatif)
    elif named == "base":
        plain = loaded(page.folder, checked.path)
        about, changes = plain.scenario.about, checked.base.changes_on(plain)
    else:
        raise Refused(
            [Wrong(None, "whatif", f"must be base or one of {', '.join(checked.alone)}, found {named!r}")]
        )
    text = saving.text_for(parent, about, changes)
    saving.save(page.folder, path, text, request.get("replace") is True)
    return 201, {"path": path, "text": text}


def show_map(page: "Page", asked: Asked, body: Any) -> Answer:
    from simsales.studio.mapping import map_of

    number = asked.get("replication", "0")
    if not number.isdecimal() or len(number) > 9:
        raise InputError(f"map: replication must be a whole number, found {number[:20]!r}")
    return 200, map_of(_study(page, asked), asked["label"], int(number))


def show_flips(page: "Page", asked: Asked, body: Any) -> Answer:
    """What ended differently, as it was told at the end of the run."""
    found = read_json(_study(page, asked).folder / "flips.json")
    if found is None:
        raise NotThere("there are no flips yet; they are made at the end of a run")
    return 200, found


def open_scenario(page: "Page", asked: Asked, body: Any) -> Answer:
    request = body if isinstance(body, Mapping) else {}
    if isinstance(request.get("path"), str):
        return 200, saving.opened(page.folder, request["path"])
    if isinstance(request.get("text"), str):
        return 200, saving.read_text(page.folder, request["text"])
    raise Refused(
        [Wrong(None, "path", "must be the path of a scenario file, or text must be what is in one")]
    )


#: Method, address and act.
ACTS: tuple[tuple[str, str, Act], ...] = (
    ("GET", "/api/scenarios", list_scenarios),
    ("GET", "/api/levers", list_levers),
    ("GET", "/api/worth", suggest_worth),
    ("POST", "/api/check", check_question),
    ("POST", "/api/studies", start_study),
    ("GET", "/api/studies", list_studies),
    ("GET", "/api/studies/{id}", show_study),
    ("POST", "/api/studies/{id}/cancel", cancel_study),
    ("POST", "/api/studies/{id}/resume", resume_study),
    ("POST", "/api/studies/{id}/save", save_scenario),
    ("GET", "/api/studies/{id}/flips", show_flips),
    ("GET", "/api/studies/{id}/maps/{label:path}", show_map),
    ("POST", "/api/open", open_scenario),
)


def _study(page: "Page", asked: Asked) -> Study:
    study = page.shelf.get(asked["id"])
    if study is None:
        raise NotThere("there is no such study in this folder")
    return study


def _in_short(page: "Page", study: Study) -> dict[str, Any]:
    look = study.look or {}
    decision = look.get("decision") or {}
    return {
        "id": study.id,
        "url": f"/studies/{study.id}",
        "base": study.question.base,
        "whatifs": [each.name for each in study.question.whatifs],
        "asked": _asked(study.question),
        "status": study.status(page.runs.is_starting(study)),
        "verdict": decision.get("verdict"),
        "chosen": study.labels.get(str(decision.get("chosen")), decision.get("chosen")),
        "sentence": decision.get("sentence"),
        "played": look.get("pairs", 0),
    }


def _asked(question: Question) -> str:
    """What tells a study from another of the same names: its first question, or what it sets."""
    about = next((each.about for each in question.whatifs if each.about), "")
    settings = [question.common, *(each.settings for each in question.whatifs)]
    return about or ", ".join(f"{key} = {text}" for each in settings for key, text in each.items())


def _at_any_value(study: Study) -> Any:
    """The question of a study that was let through once, whatever ranges say."""
    from dataclasses import replace

    return replace(study.question, beyond_range=True)


def _must_be_as_asked(page: "Page", study: Study) -> None:
    checked = check(page.folder, _at_any_value(study))
    if checked.keys() != study.keys:
        said = f"must be as it was when this was asked, found another {study.question.base}; ask again, as a new study"
        raise Refused([Wrong(None, "base", said)])


@lru_cache(maxsize=32)
def _levers(base: str, path: Path, stamp: places.Stamp) -> bytes:
    """The form of a scenario, ready to be sent; made once for each content."""
    from simsales.scenario import load
    from simsales.studio.levers import groups

    scenario = load(path)
    content = {
        "base": base,
        "label": scenario.name,
        "about": scenario.about,
        "groups": groups(scenario),
        "kpis": _kpis(scenario),
        "run": {"kpi": KPI, "worth": "0", "at_most": AT_MOST, "seed": scenario.run.seed},
    }
    return as_json(content).encode()


def _kpis(scenario: "Scenario") -> list[dict[str, Any]]:
    """The KPIs that can decide here: those with a good direction that this scenario measures."""
    from simsales.experiments.split import ADDITIVE
    from simsales.kpis import catalogue

    return [
        {
            "name": kpi.name,
            "unit": kpi.unit,
            "better": kpi.better,
            "meaning": kpi.definition,
            "additive": kpi.name in ADDITIVE,
        }
        for kpi in catalogue().values()
        if kpi.better != "neither" and kpi.family is None and kpi.exists_in(scenario)
    ]
