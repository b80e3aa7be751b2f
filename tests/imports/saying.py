"""What a reading says, in codes."""

from __future__ import annotations

from typing import Any

from purnadaya.groups.rules.meetings import Attended
from purnadaya.imports.reading import Birth, Meaning, NameRead, PhoneRead, Reading, Row
from purnadaya.imports.reading.cells import letters_of


def said(reading: Reading[Any]) -> tuple[str, list[str]]:
    """The code of the problem of a reading and of its notes."""
    return (reading.problem.code if reading.problem else "", [note.code for note in reading.notes])


def told(row: Row) -> str:
    """A row as it was read, on one line: its values in order of their names, then ``!`` problems and ``?`` notes by
    their cell, then the marks of a grid as letters under its columns (``h`` present, ``i`` excused, ``-`` absent)."""
    values = [f"{meaning.value}={_shown(value)}" for meaning, value in sorted(row.values.items())]
    where = [f"{kind}:{text}" for kind in ("group", "village", "district", "hamlet") if (text := _of_part(row, kind))]
    problems = [f"!{one.address} {one.problem.code.removeprefix('imports.')}" for one in row.problems]
    notes = [f"?{one.address} {one.problem.code.removeprefix('imports.')}" for one in row.notes]
    marks = "".join(_MARKS[mark.attended] for _column, mark in sorted(row.marks.items()))
    columns = ",".join(letters_of(column) for column in sorted(row.marks))
    grid = [f"{columns} {marks}"] if marks else []
    return "; ".join([f"{row.line}", *values, *where, *problems, *notes, *grid])


_MARKS = {Attended.PRESENT: "h", Attended.EXCUSED: "i", Attended.ABSENT: "-"}


def _of_part(row: Row, kind: str) -> str:
    """What only the part of the list says."""
    return "" if Meaning(kind) in row.values else str(getattr(row, kind))


def _shown(value: Any) -> str:
    if isinstance(value, NameRead):
        alias, remark = value.nickname and f"~{value.nickname}", value.remark and f"({value.remark})"
        return " ".join(filter(None, (value.honorific and f"[{value.honorific}]", value.name, alias, remark)))
    if isinstance(value, Birth):
        return " ".join(filter(None, (value.when and str(value.when), value.place and f"@{value.place}")))
    if isinstance(value, PhoneRead):
        return " ".join(filter(None, (value.phone, value.whose and value.whose.value, *value.others)))
    return "+".join(value) if isinstance(value, tuple) else str(value)
