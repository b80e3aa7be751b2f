"""Words for problems: each code says in a neighbour's voice what is wrong and what to do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from purnadaya.kernel.problems import Problem

_words: dict[str, Any] = {
    "value.missing": _("This is still empty."),
    "value.too_long": _("This is too long: at most %(max_length)s letters."),
    "value.not_a_choice": _("Choose one of the answers listed."),
    "value.not_known": _("This does not belong here."),
    "value.not_right": _("This does not look right. Please look at it once more."),
    "value.bad_id": _("This does not look right. Please look at it once more."),
    "value.bad_date": _("This date does not exist. Look at day, month and year."),
    "value.bad_number": _("This is not a whole number. Write digits only."),
    "value.bad_phone": _("This is not a phone number. Write it like 0812 3456 7890."),
    "value.bad_nik": _("A NIK has sixteen digits."),
    "value.nik_impossible_date": _("This NIK holds a day that does not exist. Look at the card once more."),
    "value.hidden_signs": _("There is an invisible sign in this. Please type it again."),
    "value.no_letter": _("A name needs at least one letter."),
    "access.not_found": _("There is nothing here for you to see."),
    "access.not_allowed": _("You may see this, but someone else has to change it. Ask your coordinator."),
    "journal.cannot_save": _(
        "Not saved: the store cannot take anything in just now. What you typed is still here. "
        "Tell whoever looks after the machine, and save again later."
    ),
    "journal.id_clash": _("This form was used before for something else. Look at it once more and save again."),
    "journal.already_there": _("This is already there. Go back and look before you save it again."),
    "journal.base_missing": _("Say which version you are changing, so that nobody's change is lost."),
    "journal.stale": _("Someone has changed this in the meantime. Open it again and look before you change it."),
    "journal.clash": _("%(who)s changed this to “%(theirs)s” while you were writing. Save again to keep yours."),
    "journal.unreadable": _("This could not be read."),
    "journal.too_big": _("This is too big to take in."),
    "journal.settled_already": _("Someone has already settled this."),
    "kernel.unknown_command": _("This version does not know “%(kind)s”. It may come from a newer one."),
}


def register_words(words: Mapping[str, Any]) -> None:
    """Add an app's words; each code has one home."""
    if doubled := _words.keys() & words.keys():
        raise TypeError(f"words given twice: {sorted(doubled)}")
    _words.update(words)


def codes_with_words() -> frozenset[str]:
    """Every code that can be said to people."""
    return frozenset(_words)


def say(problem: Problem, **more: Any) -> str:
    """The problem in the reader's language; a code without words says only that something is not right."""
    words = str(_words.get(problem.code, _words["value.not_right"]))
    return words % defaultdict(lambda: "…", {**problem.details, **more})
