"""Problems: why something was not done, as values with a stable code.

The words for people are not here: each app gives them per code, and ``ui`` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One reason for refusal.

    ``code`` is dotted and never changes meaning (``people.birth_in_future``); ``details`` fill the
    words' gaps and hold nothing the actor may not see; ``fields`` name the command's fields concerned.
    """

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The problem for a log row or a machine: code, details, fields."""
        return {"code": self.code, "details": dict(self.details), "fields": list(self.fields)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Problem:
        """The problem that ``as_json`` wrote."""
        return cls(row["code"], row.get("details", {}), tuple(row.get("fields", ())))


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Raised by whoever must refuse one command; carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("a refusal needs a reason")
        self.problems = problems
        super().__init__(", ".join(problem.code for problem in problems))


def refuse_if_any(problems: Iterable[Problem]) -> None:
    """Raise ``Refused`` with all ``problems``, or do nothing when there are none."""
    found = tuple(problems)
    if found:
        raise Refused(*found)


def not_found() -> Refused:
    """The one answer to whoever may not see a thing, whether or not it exists."""
    return Refused(Problem("access.not_found"))
