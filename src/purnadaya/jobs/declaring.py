"""Where a job is declared: its kind, its words, its arguments, what it does."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict, create_model

Doing: TypeAlias = Callable[..., None]

WORD = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,63}")
"""What an argument may look like: an id, a code, a date. A name has capitals and spaces."""


@dataclass(frozen=True)
class Declared:
    """One kind of job: ``words`` name it to people, ``steps`` name what it says it is at."""

    kind: str
    function: Doing
    words: Any
    steps: Mapping[str, Any] = field(default_factory=dict)

    def plain(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as they are kept. Raises TypeError for any that may not lie there unsealed, or do not fit."""
        kept = _shape(self.function).model_validate(arguments).model_dump(mode="json")
        for name, value in kept.items():
            if not (value is None or isinstance(value, int) or (isinstance(value, str) and WORD.fullmatch(value))):
                raise TypeError(f"{self.kind}: {name} must be an id, a code or a whole number; jobs are not sealed")
        return kept

    def read(self, kept: Any) -> dict[str, Any]:
        """The arguments as the function takes them. Raises ValueError when they cannot be read."""
        return dict(_shape(self.function).model_validate(kept))


_declared: dict[str, Declared] = {}


def job(kind: str, words: Any, steps: Mapping[str, Any] | None = None) -> Callable[[Doing], Doing]:
    """Declare a function as a job. It takes a ``Run`` first, then its arguments: ids, codes, whole numbers.

    It may be stopped at every ``run.progress()`` and killed anywhere; then it is called again with the ``mark`` it
    gave last. So each of its steps must do no harm when done twice.
    """

    def declare(function: Doing) -> Doing:
        if kind in _declared and _declared[kind].function is not function:
            raise TypeError(f"two jobs are called {kind}")
        _declared[kind] = Declared(kind, function, words, steps or {})
        return function

    return declare


def declared_as(kind: str) -> Declared | None:
    """The job of this kind; None when this version knows none."""
    return _declared.get(kind)


@cache
def _shape(function: Doing) -> type[BaseModel]:
    """The arguments after the ``Run``, as a model that reads them."""
    _run, *parameters = inspect.signature(function, eval_str=True).parameters.values()
    fields: dict[str, Any] = {
        one.name: (one.annotation, ... if one.default is one.empty else one.default) for one in parameters
    }
    return create_model("Arguments", __config__=ConfigDict(extra="forbid"), **fields)
