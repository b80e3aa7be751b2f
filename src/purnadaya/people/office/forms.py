"""The forms of persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.kernel.problems import Problem
from purnadaya.people.commands import (
    AnswerRequest,
    CorrectPerson,
    ErasePerson,
    ReceiveRequest,
    RefuseRequest,
    RegisterPerson,
)
from purnadaya.people.office.life_words import EDUCATION_WORDS
from purnadaya.people.rules import Asker, Background, Calling, Ground, Sex, Whose, Wish
from purnadaya.people.rules.likeness import Reason
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

WHOSE_WORDS = {
    Whose.OWN: _("Her own"),
    Whose.FAMILY: _("Someone's in the family"),
    Whose.NEIGHBOUR: _("A neighbour's"),
    Whose.NONE: _("She has no phone"),
}

CALLING_WORDS = {
    Calling.YES: _("Yes, any time"),
    Calling.SAFE_HOURS: _("Only at certain hours"),
    Calling.NO: _("No, do not call"),
}

WISH_WORDS = {
    Wish.ACCESS: _("To see what we keep about her, and who looked at it"),
    Wish.CORRECT: _("To put something right"),
    Wish.ERASE: _("To have it all erased"),
}

ASKER_WORDS = {
    Asker.HERSELF: _("She herself"),
    Asker.GUARDIAN: _("Her parent or guardian, for she is a child"),
    Asker.AUTHORISED: _("Someone with a letter from her"),
    Asker.SOMEONE_ELSE: _("Someone else: husband, family, an official"),
}

GROUND_WORDS = {
    Ground.NOT_ENTITLED: _("Who asks is not she, and has no letter from her"),
    Ground.ENDANGERS_HER: _("It would endanger her safety or health"),
    Ground.ENDANGERS_OTHERS: _("It would endanger someone else"),
    Ground.REVEALS_OTHERS: _("It would show data of someone else"),
    Ground.NATIONAL_SECURITY: _("It concerns defence or security of the state"),
}

READ_WORDS = {
    "phone": _("Phone number"),
    "nik": _("NIK"),
    "answers": _("The six questions"),
    "export": _("A file of all we keep about her"),
    "find_phone": _("Found by the phone number"),
    "find_nik": _("Found by the NIK"),
}
"""What of a person can be read, of which a line is kept each time."""

REGISTRY = _("The registry")
REGISTRY_READ_WORDS = {
    "find_phone": _("Looked for a phone number"),
    "find_nik": _("Looked for a NIK"),
    "export_list": _("A list as a file (csv)"),
}
"""What is done with the whole registry, of which a line is kept each time."""

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
    "also": Ask(_("And also"), choices=BACKGROUND_WORDS),
    "education": Ask(_("Highest school finished"), choices=EDUCATION_WORDS),
    "phone": Ask(_("Phone number"), _("Not needed. It is kept sealed; who looks at it is noted.")),
    "whose": Ask(_("Whose phone is it"), choices=WHOSE_WORDS),
    "calling": Ask(_("May we call her"), choices=CALLING_WORDS),
    "hours": Ask(_("Safe hours"), _("For instance: after dzuhur, not on Sundays."), attrs={"autocomplete": "off"}),
    "nik": Ask(_("NIK"), _("Not needed. Sixteen digits; kept sealed like the phone number.")),
}
"""What is asked about a person, in this order."""

LIKE_WORDS = {
    Reason.SAME_NIK: _("the same NIK"),
    Reason.SAME_PHONE: _("the same phone number"),
    Reason.SAME_NAME: _("the same name"),
    Reason.NAME_ALIKE: _("a name that sounds alike"),
    Reason.NAME_IN_PART: _("a part of the name"),
    Reason.SAME_NICKNAME: _("the same nickname"),
    Reason.SAME_BIRTH: _("the same birth date"),
    Reason.SAME_BIRTH_YEAR: _("the same birth year"),
    Reason.BIRTH_NEAR: _("about the same age"),
    Reason.SAME_VILLAGE: _("the same village"),
    Reason.OTHER_BIRTH: _("but another birth"),
    Reason.OTHER_VILLAGE: _("but another village"),
    Reason.OTHER_NIK: _("but another NIK"),
}
"""Why two entries may be one person, and what speaks against it."""

LATER = frozenset({"also", "education"})
"""What is not asked at the first meeting."""

MASKED = frozenset({"phone", "nik"})
LEAVE = _("Leave empty to keep the one we have.")
KEPT = {
    "phone": Ask(_("New phone number"), LEAVE),
    "nik": Ask(_("New NIK"), LEAVE),
}
"""Sealed fields are never filled in for anyone to read over a shoulder; they are asked anew."""


class RegisterPersonForm(CommandForm):
    """A new person."""

    command = RegisterPerson
    ask: ClassVar[Mapping[str, Ask]] = {name: ask for name, ask in ASKED.items() if name not in LATER}
    masked = MASKED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> frozenset[str]:
        """Those of whom she has said that the new one is none of them."""
        return frozenset(str(self.data.get("seen", "")).split())

    def ask_about(self, ids: Iterable[str]) -> None:
        """Ask whether it is one of these before saving; the same form sent again says it is none of them."""
        data: Any = self.data
        data = data.copy()
        data["seen"] = " ".join(sorted(ids))
        self.data = data

    def show(self, *problems: Problem) -> None:
        """What may not be registered there is a question of the village, and said beside it."""
        elsewhere = Problem("people.village_out_of_reach", fields=("village",))
        super().show(*(elsewhere if one.code == "access.not_allowed" else one for one in problems))


class CorrectPersonForm(CommandForm):
    """The same questions, filled with what is known."""

    command = CorrectPerson
    ask: ClassVar[Mapping[str, Ask]] = {**ASKED, **KEPT}
    masked = MASKED
    needed: ClassVar[frozenset[str]] = frozenset({"name", "sex", "village", "background"})


class ConfirmPersonForm(CommandForm):
    """After a clash: what stands is right. Sends the fields that clashed as they are, which settles it."""

    command = CorrectPerson
    ask: ClassVar[Mapping[str, Ask]] = {}
    confirms: frozenset[str] = frozenset()

    def changes(self) -> dict[str, str | None]:
        """The clashed fields with the values that stand."""
        return {name: (self.current or {}).get(name) or None for name in sorted(self.confirms)}


class ReceiveRequestForm(CommandForm):
    """She asks something about her own data."""

    command = ReceiveRequest
    ask: ClassVar[Mapping[str, Ask]] = {
        "wish": Ask(_("What does she want"), choices=WISH_WORDS),
        "asker": Ask(_("Who asks"), choices=ASKER_WORDS),
        "checked": Ask(
            _("How do you know who it is"),
            _("For instance: I have known her for years; she showed her card."),
            attrs={"autocomplete": "off"},
        ),
        "asked_at": Ask(_("When did she ask"), _("Leave empty if it was just now. From then on the hours count.")),
    }


class AnswerRequestForm(CommandForm):
    """She has her answer."""

    command = AnswerRequest
    ask: ClassVar[Mapping[str, Ask]] = {
        "answer": Ask(
            _("How was it done"),
            _("For instance: handed to her on paper, at her house."),
            attrs={"autocomplete": "off"},
        ),
    }


class RefuseRequestForm(CommandForm):
    """She, or who asked for her, does not get it."""

    command = RefuseRequest
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {
        "ground": Ask(_("On which ground"), choices=GROUND_WORDS),
        "answer": Ask(
            _("What did you tell who asked"), _("One sentence. It stays on record."), attrs={"autocomplete": "off"}
        ),
    }


class ErasePersonForm(CommandForm):
    """All of her is erased: nothing more to ask."""

    command = ErasePerson
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {}


PROBLEM_WORDS = {
    "people.written_about_since": _("Something was written about her since. She stays."),
    "people.asked_in_future": _("That moment has not come yet. Look at the day and the hour."),
    "people.asked_long_ago": _("That was more than a year ago. Look at the year."),
    "people.request_settled": _("This request was settled already."),
    "people.another_wish": _("That is not what was asked for."),
    "people.asker_not_entitled": _(
        "Who asked is not she and has no letter from her: nothing is given out or erased. Refuse it."
    ),
    "people.village_out_of_reach": _("This village is outside your area. Ask your coordinator."),
    "people.hamlet_of_which_village": _("Another village was chosen. Write the hamlet there, or clear this."),
    "people.birth_in_future": _("This day has not come yet. Look at the year."),
    "people.too_old": _("That would be more than %(oldest)s years ago. Look at the year."),
    "people.name_signs": _("A name has letters only, and signs like . , ' and -. Other signs cannot be saved."),
    "people.no_phone_has_no_number": _("You said she has no phone. Clear the number, or say whose it is."),
    "people.which_hours": _("Say at which hours."),
    "people.nik_sex_differs": _("Saved. The NIK says otherwise about woman or man: look at the card once more."),
    "people.nik_birth_differs": _("Saved. The NIK holds another birth date: look at the card once more."),
    "people.nik_area_unknown": _("Saved. We do not know the area in this NIK; it may be an old one."),
    "people.nik_held_already": _("Saved. Someone else in the registry has this NIK: perhaps it is the same person."),
    "people.nothing_changed": _("Nothing was changed."),
}
