"""The forms of persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from purnadaya.people.commands import CorrectPerson, RegisterPerson
from purnadaya.people.rules import Background, Sex
from purnadaya.ui.forms import Ask, CommandForm

SEX_WORDS = {Sex.FEMALE: _("Woman"), Sex.MALE: _("Man")}

BACKGROUND_WORDS = {
    Background.RETURNED_MIGRANT: _("Returned migrant worker"),
    Background.MIGRANT_ABROAD: _("Migrant worker, still abroad"),
    Background.PROSPECTIVE_MIGRANT: _("About to leave for work abroad"),
    Background.MIGRANT_FAMILY: _("Family of a migrant worker"),
    Background.VILLAGE_WOMAN: _("Woman of the village"),
    Background.OTHER: _("Someone else"),
}

ASKED: Mapping[str, Ask] = {
    "name": Ask(_("Name"), _("As people know her. One name is enough."), attrs={"autocomplete": "off"}),
    "honorific": Ask(
        _("Called"), _("Bu, Mbah, Mbak, Mas … Leave empty if you do not know."), attrs={"autocomplete": "off"}
    ),
    "nickname": Ask(_("Nickname"), _("If she is known by another name."), attrs={"autocomplete": "off"}),
    "sex": Ask(_("Woman or man"), choices=SEX_WORDS),
    "birth": Ask(_("Born"), _("As well as it is known. A year or a guess is fine.")),
    "village": Ask(_("Lives in"), _("Type the village and choose it from the list.")),
    "hamlet": Ask(_("Hamlet"), _("Padukuhan or dusun, if known."), attrs={"autocomplete": "off"}),
    "background": Ask(_("Who she is to us"), choices=BACKGROUND_WORDS),
}


class RegisterPersonForm(CommandForm):
    """A new person."""

    command = RegisterPerson
    ask = ASKED


class CorrectPersonForm(CommandForm):
    """The same questions, filled with what is known."""

    command = CorrectPerson
    ask = ASKED
    needed: ClassVar[frozenset[str]] = frozenset({"name", "sex", "village", "background"})


class ConfirmPersonForm(CommandForm):
    """After a clash: what stands is right. Sends the fields that clashed as they are, which settles it."""

    command = CorrectPerson
    ask: ClassVar[Mapping[str, Ask]] = {}
    confirms: frozenset[str] = frozenset()

    def changes(self) -> dict[str, str | None]:
        """The clashed fields with the values that stand."""
        return {name: (self.current or {}).get(name) or None for name in sorted(self.confirms)}


PROBLEM_WORDS = {
    "people.birth_in_future": _("This day has not come yet. Look at the year."),
    "people.too_old": _("That would be more than %(oldest)s years ago. Look at the year."),
    "people.name_signs": _("A name has letters only, and signs like . , ' and -. Other signs cannot be saved."),
    "people.nothing_changed": _("Nothing was changed."),
}
