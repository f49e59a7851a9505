"""What is asked on the page: a base, up to four what-ifs, and what decides; read from JSON, or all that is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simsales.words.errors import InputError

MOST_WHATIFS = 4
LONGEST_NAME = 60
LONGEST_ABOUT = 500
LONGEST_VALUE = 20_000
MOST_KEYS = 500
AT_MOST = 200
KPI = "contribution"
#: What no file may be called on one system or another, beside control characters.
_NOT_IN_NAMES = '<>:"/\\|?*'
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}

Settings = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: in which what-if (None: in what holds for all), at which control, and what to do."""

    whatif: str | None
    key: str | None
    message: str

    def as_dict(self) -> dict[str, str | None]:
        return {"whatif": self.whatif, "key": self.key, "message": self.message}


class Refused(InputError):
    """A question that cannot be put; `wrong` is all that is wrong with it."""

    def __init__(self, wrong: list[Wrong]) -> None:
        self.wrong = list(dict.fromkeys(wrong))
        super().__init__("\n".join(each.message for each in self.wrong))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One alternative to the base: its name, what it asks, and the keys that it sets, as `--set` takes them."""

    name: str
    about: str
    settings: Settings

    @property
    def overrides(self) -> list[str]:
        return overrides_of(self.settings)


@dataclass(frozen=True, slots=True)
class Question:
    """A base and what-ifs, `common` settings of all of them, and what decides."""

    base: str
    whatifs: tuple[WhatIf, ...]
    kpi: str = KPI
    worth: str = "0"
    at_most: int = AT_MOST
    seed: int | None = None
    common: Settings = field(default_factory=dict)
    beyond_range: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The question as it is asked, in the form of a request."""
        return {
            "base": self.base,
            "whatifs": [{"name": w.name, "about": w.about, "set": dict(w.settings)} for w in self.whatifs],
            "set": dict(self.common),
            "kpi": self.kpi,
            "worth": self.worth,
            "at_most": self.at_most,
            "seed": self.seed,
            "beyond_range": self.beyond_range,
        }

    def stems(self) -> dict[str, str]:
        """By the name of each what-if, the name of its file without the ending, which is what tables call it."""
        stems: dict[str, str] = {}
        for whatif in self.whatifs:
            stem = plain = file_name(whatif.name)
            number = 2
            while stem.casefold() in {other.casefold() for other in stems.values()}:
                stem, number = f"{plain} ({number})", number + 1
            stems[whatif.name] = stem
        return stems


def file_name(name: str) -> str:
    """A name for a file, on any system, that is as much like this one as can be."""
    letters = "".join("-" if c in _NOT_IN_NAMES or not c.isprintable() else c for c in name)
    stem = letters.strip().strip(".").strip() or "what-if"
    while len(stem.encode()) > 200:
        stem = stem[:-1]
    return f"{stem}-" if stem.partition(".")[0].casefold() in _RESERVED else stem


def overrides_of(settings: Mapping[str, str]) -> list[str]:
    """Settings in an order in which none undoes another: tables before what is in them, and a kind before the rest."""
    keys = sorted(settings, key=lambda key: (key.count("."), not key.endswith("kind"), key))
    return [f"{key}={settings[key]}" for key in keys]


def read_question(body: Any) -> Question:
    """The question in a request.  Raises Refused with all that keeps it from being understood."""
    if not isinstance(body, Mapping):
        raise Refused([Wrong(None, None, "the question must be a JSON object")])
    reader = _Reader()
    known = ("base", "whatifs", "set", "kpi", "worth", "at_most", "seed", "beyond_range")
    for key in body:
        if key not in known:
            reader.say(None, str(key), f"must be one of {', '.join(known)}, found {str(key)[:60]!r}")
    question = Question(
        base=reader.text(None, "base", body.get("base"), 1, 500),
        whatifs=tuple(reader.whatifs(body.get("whatifs"))),
        kpi=reader.text(None, "kpi", body.get("kpi", KPI), 1, 200),
        worth=reader.worth(body.get("worth", "0")),
        at_most=reader.whole("at_most", body.get("at_most"), 2, 1_000_000, AT_MOST) or AT_MOST,
        seed=reader.whole("seed", body.get("seed"), 0, 2**63 - 1, None),
        common=reader.settings(None, body.get("set", {})),
        beyond_range=body.get("beyond_range", False) is True,
    )
    if reader.wrong:
        raise Refused(reader.wrong)
    return question


class _Reader:
    """Takes values out of JSON and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.wrong: list[Wrong] = []

    def say(self, whatif: str | None, key: str | None, message: str) -> None:
        self.wrong.append(Wrong(whatif, key, message))

    def text(self, whatif: str | None, key: str, value: Any, least: int, most: int) -> str:
        if not isinstance(value, str) or not least <= len(value.strip()) or len(value) > most:
            said = "must not be empty" if value in ("", None) or str(value).isspace() else "must be text"
            self.say(whatif, key, f"{said} and have at most {most} characters, found {str(value)[:60]!r}")
            return ""
        if "\0" in value or any(0xD800 <= ord(c) <= 0xDFFF for c in value):
            self.say(whatif, key, f"must be text that can be written to a file, found {value[:60]!r}")
            return ""
        return value.strip()

    def worth(self, value: Any) -> str:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self.text(None, "worth", value, 1, 60) or "0"

    def whole(self, key: str, value: Any, least: int, most: int, default: int | None) -> int | None:
        if value is None:
            return default
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, str) and len(value) < 20 and value.isdecimal():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.say(None, key, f"must be a whole number from {least} to {most:_}, found {str(value)[:60]!r}")
            return default
        return value

    def whatifs(self, value: Any) -> Iterator[WhatIf]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_WHATIFS:
            found = f"{len(value)}" if isinstance(value, list) else "none"
            self.say(
                None,
                "whatifs",
                f"must be 1 to {MOST_WHATIFS} what-ifs to compare with the base, found {found}",
            )
            return
        names: set[str] = set()
        for place, each in enumerate(value, 1):
            if not isinstance(each, Mapping):
                self.say(None, "whatifs", f"each must be a JSON object, found another as number {place}")
                continue
            spoken = each.get("name")
            spoken = spoken if isinstance(spoken, str) else None
            name = self.text(spoken, "name", each.get("name"), 1, LONGEST_NAME)
            about = self.text(spoken, "about", each.get("about") or "", 0, LONGEST_ABOUT)
            if name and name.casefold() in names:
                self.say(
                    spoken, "name", f"must be another than that of the other what-ifs, found {name!r} twice"
                )
            names.add(name.casefold())
            yield WhatIf(name, about, self.settings(spoken, each.get("set", {})))

    def settings(self, whatif: str | None, value: Any) -> Settings:
        if not isinstance(value, Mapping) or len(value) > MOST_KEYS:
            self.say(whatif, "set", f"must be a table of at most {MOST_KEYS} keys and their values as text")
            return {}
        found = {}
        for key, text in value.items():
            if not isinstance(text, str) or len(text) > LONGEST_VALUE or not key.strip() or "=" in key:
                self.say(
                    whatif, key[:200], "must be a key of the scenario, and its value text as --set takes it"
                )
            else:
                found[key.strip()] = text
        return found
