"""What a row would write, as plain values that can be sealed and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from purnadaya.kernel.problems import Problem

Told = tuple[str, Problem]
"""What is to be said of a cell, and which (``C14``; empty when it is of the whole row)."""


@dataclass(frozen=True)
class Draft:
    """One row, read against what was chosen for its sheet.

    ``person`` holds the fields of ``RegisterPerson`` as text; ``group`` the id of her group, ``founds`` what that group
    is if it is not there yet. ``since`` is from when she belongs to it and ``post`` what she is there. ``stays`` are
    the fields of ``RecordEpisode``. ``marks`` are those of a grid: by column, whether she came and why not.
    ``problems`` keep the row from being read, ``doubts`` ask somebody; ``written`` is the line as it stands there, and
    ``said`` the group and places of the part it stands in.
    """

    line: int
    person: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    founds: Mapping[str, str] | None = None
    since: str = ""
    post: str = ""
    stays: tuple[Mapping[str, str], ...] = ()
    marks: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: tuple[Told, ...] = ()
    doubts: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
    written: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Her name; empty when none could be read."""
        return self.person.get("name", "")

    def as_text(self) -> str:
        """The draft as it is sealed."""
        told = {name: [[at, one.as_json()] for at, one in getattr(self, name)] for name in _TOLD}
        return json.dumps({**{one: getattr(self, one) for one in _NAMES}, **told}, ensure_ascii=False, default=str)

    @classmethod
    def from_text(cls, text: str) -> Draft:
        """The draft that ``as_text`` wrote."""
        row = json.loads(text)
        told = {name: tuple((at, Problem.from_json(one)) for at, one in row[name]) for name in _TOLD}
        marks = {column: (mark[0], mark[1]) for column, mark in row["marks"].items()}
        return cls(**{**row, **told, "marks": marks, "stays": tuple(row["stays"]), "written": tuple(row["written"])})


_NAMES = tuple(one.name for one in fields(Draft))
_TOLD = ("problems", "doubts", "notes")
