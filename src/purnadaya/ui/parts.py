"""Parts that other apps add to a form, so that it need not know them; ``config/wiring`` names them.

What is typed in all of them is saved with the form as one act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.utils.safestring import SafeString

from purnadaya.kernel.commands import Actor, Command
from purnadaya.kernel.problems import Problem


class Part(Protocol):
    """A piece of a form, with boxes of its own."""

    def commands(self, of: Any) -> Sequence[Command] | None:
        """What is typed in it, about the thing with the id ``of``; None when its shape is wrong, which it shows."""

    def show(self, place: int, *problems: Problem) -> None:
        """Show problems of the command at this place among its own."""

    @property
    def wrong(self) -> Sequence[Any]:
        """The forms in it in which something is wrong, to be told of above the whole."""

    def draw(self) -> SafeString:
        """The piece of the page."""

    def more(self, button: str) -> bool:
        """Whether the button that was pressed asked this part for one more row, which it then has."""


Making = Callable[..., Part]
"""From ``actor``, ``of`` (what the form is about), ``data`` (None when nothing was typed) and ``like`` (a thing to copy
from, or None) to a part."""

_makings: dict[str, list[Making]] = defaultdict(list)


def register_part(form: str, making: Making) -> None:
    """Add this part to every ``form`` of that name, after those that were named before."""
    _makings[form].append(making)


def parts_of(form: str, *, actor: Actor, of: Any, data: Any, like: Any = None) -> list[Part]:
    """The parts of a form about this thing, for this actor."""
    return [making(actor=actor, of=of, data=data, like=like) for making in _makings[form]]
