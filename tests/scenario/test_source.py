from __future__ import annotations

import json
import re
import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from simsales.scenario.provenance import keys_below
from simsales.scenario.source import lines_of

KEYS = st.sampled_from(["a", "b-1", "17", "x.y", "sp ace", "é", "#", "]", '"', "'", "", "a=b", "{"])
STRINGS = st.sampled_from(
    [
        "",
        "plain",
        "]#,}",
        'a "quoted" one',
        "it's",
        "two\nlines",
        'ends with "',
        "ends with '",
        "ends with ''",
        "\\",
        "é",
    ]
)
SCALARS = st.one_of(
    st.integers(1000, 10**9),
    STRINGS,
    st.booleans(),
    st.sampled_from(["1979-05-27 07:32:00", "-0.5", "1_000", "inf"]),
)
BARE = {"1979-05-27 07:32:00", "-0.5", "1_000", "inf"}  # tokens that stand for themselves
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
TABLES = st.dictionaries(
    KEYS, VALUES | st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=3), max_size=5
)


class Writer:
    """Writes a table as TOML in a style that chance picks line by line."""

    def __init__(self, chance):
        self.chance = chance

    def text(self, table):
        return "\n".join(self.table(table, [])) + self.chance.choice(["", "\n", "\n# end"])

    def table(self, table, path):
        """The pairs of a table, then the tables below it that have a header of their own."""
        pairs, below = [], []
        for key, value in table.items():
            style = self.chance.choice(["header", "dotted", "inline"])
            if isinstance(value, dict) and style == "header":
                below += [self.noise(), f"[{self.dots([*path, key])}]", *self.table(value, [*path, key])]
            elif isinstance(value, dict) and value and style == "dotted":
                pairs += self.dotted(value, [key])
            elif style == "header" and self.lists_tables(value):
                for entry in value:
                    below += [f"[[{self.dots([*path, key])}]] # one", *self.table(entry, [*path, key])]
            else:
                pairs += [self.noise(), f"{self.key(key)} = {self.value(value)}{self.noise()}"]
        return pairs + below

    def dotted(self, table, path):
        lines = []
        for key, value in table.items():
            if isinstance(value, dict) and value and self.chance.random() < 0.5:
                lines += self.dotted(value, [*path, key])
            else:
                lines.append(f"{self.dots([*path, key])} = {self.value(value)}")
        return lines

    def lists_tables(self, value):
        return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)

    def value(self, value):
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(k)}={self.value(v)}" for k, v in value.items()) + "}"
        if isinstance(value, list):
            gap = self.chance.choice([" ", "\n  ", " # ] }\n"])
            return "[" + "".join(f"{gap}{self.value(entry)},{gap}" for entry in value) + gap + "]"
        if isinstance(value, str) and value not in BARE:
            return self.string(value)
        return value if isinstance(value, str) else json.dumps(value)

    def string(self, text):
        forms = [json.dumps(text, ensure_ascii=False)]
        if "'" not in text and "\n" not in text:
            forms.append(f"'{text}'")
        escaped = text.replace("\\", "\\\\")
        return self.chance.choice([*forms, f"'''\n{text}'''", f'"""\n{escaped}"""'])  # quotes may end them

    def key(self, key):
        if re.fullmatch(r"[A-Za-z0-9_-]+", key):
            return self.chance.choice([key, f'"{key}"', f"'{key}'"])
        return (
            json.dumps(key, ensure_ascii=False)
            if "'" in key
            else self.chance.choice([json.dumps(key), f"'{key}'"])
        )

    def dots(self, path):
        return self.chance.choice([".", " . "]).join(map(self.key, path))

    def noise(self):
        return self.chance.choice(["", "", '  # a comment with [brackets] = and "quotes"'])


@settings(deadline=None, max_examples=400)
@given(TABLES, st.randoms(use_true_random=False))
def test_every_key_that_tomllib_reads_has_a_line_and_no_other(table, chance):
    text = Writer(chance).text(table)
    read = tomllib.loads(text)
    assert set(lines_of(text)) == set(keys_below(read))


@settings(deadline=None, max_examples=200)
@given(TABLES, st.randoms(use_true_random=False))
def test_a_number_stands_on_the_line_that_its_key_is_said_to_stand_on(table, chance):
    text = Writer(chance).text(table)
    rows, lines = text.split("\n"), lines_of(text)
    for path, value in leaves(tomllib.loads(text)):
        if type(value) is int:
            token = "1_000" if value == 1000 else str(value)
            assert token in rows[lines[path] - 1] or str(value) in rows[lines[path] - 1]


def leaves(value, path=()):
    if isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, item in entries for leaf in leaves(item, (*path, key))]
    return [(path, value)]


def test_a_file_in_many_styles_is_followed_line_by_line():
    text = '''# a file
based_on = "norddrive"   # one

people.hunter.count = 9
[run]
horizon = """
1 y"""
seed = 1
[[at]]
time = "26 w"
set = { "people.hunter.count" = [
  1,
  2 ] }
[[at]]
time = "27 w"
[at.set]
x = 1
'''
    lines = lines_of(text)
    assert lines["based_on",] == 2
    assert lines["people", "hunter", "count"] == 4
    assert lines["run",] == 5 and lines["run", "horizon"] == 6 and lines["run", "seed"] == 8
    assert lines["at", 0, "time"] == 10 and lines["at", 1, "time"] == 15
    assert lines["at", 0, "set", "people.hunter.count", 1] == 13
    assert lines["at", 1, "set", "x"] == 17


def test_windows_line_ends_count_once():
    assert lines_of("a = 1\r\nb = 2\r\n") == {("a",): 1, ("b",): 2}
