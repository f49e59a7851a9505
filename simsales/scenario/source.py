"""Which line of a TOML file wrote which key.

tomllib reads values but forgets lines.  This scanner walks a text that tomllib has already accepted, so it
checks nothing; it only follows keys, tables and brackets.
"""

from __future__ import annotations

import re
import tomllib

from simsales.scenario.merging import Path

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'")
_MULTILINE = re.compile(r'"""(?:[^\\]|\\.)*?"""(?:""|")?|' + r"'''.*?'''(?:''|')?", re.DOTALL)
_PLAIN = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line of every key, table and list entry of a valid TOML text, by path; lines count from 1.

    A table opened more than once (by dotted keys) has the line that came first.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.entries: dict[Path, int] = {}
        self._line = 1
        self._counted = 0

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip(_BLANK) and self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
        return self.lines

    def _header(self) -> Path:
        """A line such as [people.hunter] or [[at]]: the path of the table it opens."""
        line = self._line_here()
        opens_entry = self.text.startswith("[[", self.at)
        self.at += 2 if opens_entry else 1
        keys = self._key()
        self.at += 2 if opens_entry else 1
        path: Path = ()
        for position, key in enumerate(keys):
            path = self._seen((*path, key), line)
            if opens_entry and position == len(keys) - 1:
                self.entries[path] = self.entries.get(path, 0) + 1
            if path in self.entries:  # inside a list of tables a header speaks of the latest entry
                path = self._seen((*path, self.entries[path] - 1), line)
        return path

    def _pair(self, table: Path) -> None:
        """key = value, where the key may be dotted."""
        line = self._line_here()
        path = table
        for key in self._key():
            path = self._seen((*path, key), line)
        self.at += 1  # the equals sign
        self._value(path)

    def _key(self) -> list[str]:
        """A dotted key, and the blanks around it."""
        keys = []
        while True:
            self._skip(_SPACE)
            if self.text[self.at] in "\"'":
                quoted = self._take(_QUOTED)
                keys.append(next(iter(tomllib.loads(f"{quoted} = 0"))))
            else:
                keys.append(self._take(_BARE_KEY))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        start = self.text[self.at : self.at + 3]
        if start in ('"""', "'''"):
            self._skip(_MULTILINE)
        elif start[0] in "\"'":
            self._skip(_QUOTED)
        elif start[0] == "[":
            self._list(path)
        elif start[0] == "{":
            self._inline_table(path)
        else:
            self._skip(_PLAIN)

    def _list(self, path: Path) -> None:
        self.at += 1
        entry = 0
        while self._skip(_BLANK) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._value(self._seen((*path, entry), self._line_here()))
            entry += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip(_BLANK) and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _seen(self, path: Path, line: int) -> Path:
        self.lines.setdefault(path, line)
        return path

    def _take(self, pattern: re.Pattern[str]) -> str:
        start = self.at
        self._skip(pattern)
        return self.text[start : self.at]

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.text, self.at)
        if match is None:  # cannot happen in a text that tomllib accepts
            raise ValueError(f"line {self._line_here()}: cannot follow this text")
        self.at = match.end()
        return True

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
