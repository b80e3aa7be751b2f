"""The forms of what happened in a person's life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.kernel.commands import Command
from purnadaya.kernel.ids import derived_id
from purnadaya.people import commands
from purnadaya.people.office.forms import ASKED
from purnadaya.people.office.life_words import (
    BODY_WORDS,
    CHANNEL_WORDS,
    DIFFICULTY_WORDS,
    DOMAIN_WORDS,
    GIVEN_BY_WORDS,
    LEAVING_WORDS,
    PURPOSE_WORDS,
    REASON_WORDS,
    RELATION_WORDS,
    SECTOR_WORDS,
    TRAINING_WORDS,
    WAY_WORDS,
)
from purnadaya.people.rules.households import begun_as
from purnadaya.ui.forms import Ask, CommandForm

OFF = {"autocomplete": "off"}
_WHY = Ask(_("Why"), _("One sentence. It stays on record."), attrs=OFF)
_ON = Ask(_("On which day"))

EPISODE: Mapping[str, Ask] = {
    "country": Ask(_("Country")),
    "sector": Ask(_("Work"), choices=SECTOR_WORDS),
    "channel": Ask(_("How she went"), choices=CHANNEL_WORDS),
    "agency": Ask(_("Placement company"), _("The P3MI, if there was one."), attrs=OFF),
    "departed": Ask(_("Left"), _("As well as she remembers. The year is enough.")),
    "returned": Ask(_("Came back"), _("Leave empty while she is still abroad.")),
    "reason": Ask(_("Why she came back"), choices=REASON_WORDS),
}


class RecordEpisodeForm(CommandForm):
    """A time of work abroad."""

    command = commands.RecordEpisode
    ask = EPISODE


class CorrectEpisodeForm(CommandForm):
    """The same questions, filled with what is known."""

    command = commands.CorrectEpisode
    ask = EPISODE
    needed: ClassVar[frozenset[str]] = frozenset({"country", "sector", "channel", "departed"})


class RecordConsentForm(CommandForm):
    """She agrees to something: one thing at a time."""

    command = commands.RecordConsent
    ask: ClassVar[Mapping[str, Ask]] = {
        "purpose": Ask(_("What does she agree to"), _("One at a time. For another, write another."), PURPOSE_WORDS),
        "way": Ask(_("How did she say so"), choices=WAY_WORDS),
        "given_by": Ask(_("Who agreed"), choices=GIVEN_BY_WORDS),
        "given_on": _ON,
        "until": Ask(_("Until when"), _("Leave empty if she set no end.")),
        "notice": Ask(_("Which text was read to her"), _("For instance: sheet of January 2026."), attrs=OFF),
    }


class WithdrawConsentForm(CommandForm):
    """She takes it back."""

    command = commands.WithdrawConsent
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"withdrawn_on": Ask(_("Since when does she no longer agree"))}


class RecordFunctioningForm(CommandForm):
    """Six questions about what is difficult for her."""

    command = commands.RecordFunctioning
    masked: ClassVar[frozenset[str]] = frozenset(DOMAIN_WORDS)
    ask: ClassVar[Mapping[str, Ask]] = {
        "asked_on": Ask(_("Asked on")),
        **{name: Ask(words, choices=DIFFICULTY_WORDS) for name, words in DOMAIN_WORDS.items()},
    }


class RecordQualificationForm(CommandForm):
    """A training or certificate."""

    command = commands.RecordQualification
    ask: ClassVar[Mapping[str, Ask]] = {
        "training": Ask(_("Which"), choices=TRAINING_WORDS),
        "since": Ask(_("Finished on")),
        "until": Ask(_("Valid until"), _("Leave empty if it does not end.")),
        "issuer": Ask(_("Given by"), attrs=OFF),
        "number": Ask(_("Number on the paper"), attrs=OFF),
    }


POSITION: Mapping[str, Ask] = {
    "body": Ask(_("Where"), choices=BODY_WORDS),
    "role": Ask(_("As what"), _("For instance: member, chair, treasurer."), attrs=OFF),
    "village": Ask(_("For which village"), _("May stay empty.")),
    "since": Ask(_("Since when"), _("As well as she remembers. The year is enough.")),
    "until": Ask(_("Until when"), _("Leave empty while she holds it.")),
}


class RecordPositionForm(CommandForm):
    """A position she holds or held."""

    command = commands.RecordPosition
    ask = POSITION


class CorrectPositionForm(CommandForm):
    """The same questions, filled with what is known."""

    command = commands.CorrectPosition
    ask = POSITION
    needed: ClassVar[frozenset[str]] = frozenset({"body", "since"})


class EndPositionForm(CommandForm):
    """She holds it no more."""

    command = commands.EndPosition
    ask: ClassVar[Mapping[str, Ask]] = {"until": Ask(_("Until when"), _("The year is enough."))}


class RecordVisitForm(CommandForm):
    """Someone met her."""

    command = commands.RecordVisit
    ask: ClassVar[Mapping[str, Ask]] = {
        "met_on": Ask(_("Met on")),
        "note": Ask(_("What was talked about"), _("A few sentences. Cases of violence do not belong here.")),
    }


class RecordMoveForm(CommandForm):
    """She lives somewhere else now."""

    command = commands.RecordMove
    ask: ClassVar[Mapping[str, Ask]] = {
        "village": Ask(_("Lives in now"), ASKED["village"].help),
        "hamlet": ASKED["hamlet"],
        "moved_on": Ask(_("Since when")),
    }


class RecordLeavingForm(CommandForm):
    """She is no longer accompanied."""

    command = commands.RecordLeaving
    ask: ClassVar[Mapping[str, Ask]] = {
        "why": Ask(_("What happened"), choices=LEAVING_WORDS),
        "on": _ON,
    }


class TakeBackForm(CommandForm):
    """She is accompanied again."""

    command = commands.TakeBack
    ask: ClassVar[Mapping[str, Ask]] = {"reason": _WHY}


class StrikeEntryForm(CommandForm):
    """An entry was a mistake."""

    command = commands.StrikeEntry
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {"reason": _WHY}


class JoinHouseholdForm(CommandForm):
    """With whom she lives."""

    command = commands.JoinHousehold
    ask: ClassVar[Mapping[str, Ask]] = {
        "relation": Ask(_("In that household she is"), choices=RELATION_WORDS),
        "since": Ask(_("Since when")),
    }

    def begin_with(self, other: UUID) -> None:
        """Have the one she lives with begin the household, where that was not written down when the form was opened."""
        self.fields["begins"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=str(other))

    def first(self, command: Any) -> Sequence[Command]:
        """What is written about the other one before: nothing, or that she begins the household."""
        if self.data.get("begins") != str(command.with_person):
            return []
        member = derived_id(command.member, "begins")
        relation = begun_as(command.relation)
        return [
            commands.JoinHousehold(person=command.with_person, member=member, relation=relation, since=command.since)
        ]


class LeaveHouseholdForm(CommandForm):
    """She lives there no more."""

    command = commands.LeaveHousehold
    ask: ClassVar[Mapping[str, Ask]] = {"until": Ask(_("Until when"))}


class AccompanyForm(CommandForm):
    """A colleague accompanies her."""

    command = commands.Accompany
    ask: ClassVar[Mapping[str, Ask]] = {"user": Ask(_("Who")), "since": Ask(_("Since when"))}

    def offer(self, users: list[tuple[str, str]]) -> None:
        """The colleagues to choose from."""
        field = forms.ChoiceField(choices=users, widget=forms.RadioSelect, required=False, label=self.ask["user"].label)
        field.needed = True  # type: ignore[attr-defined]
        self.fields = {"user": field, **{name: one for name, one in self.fields.items() if name != "user"}}


class EndAccompanimentForm(CommandForm):
    """A colleague accompanies her no more."""

    command = commands.EndAccompaniment
    ask: ClassVar[Mapping[str, Ask]] = {"until": Ask(_("Until when"))}


class MergePersonsForm(CommandForm):
    """Two entries are one woman."""

    command = commands.MergePersons
    ask: ClassVar[Mapping[str, Ask]] = {
        "reason": Ask(_("How do you know"), _("May stay empty, unless both have a NIK and these differ."), attrs=OFF)
    }


class UnmergePersonsForm(CommandForm):
    """They are two women after all."""

    command = commands.UnmergePersons
    ask: ClassVar[Mapping[str, Ask]] = {"reason": _WHY}


class KeepApartForm(CommandForm):
    """They look alike and are two: nothing to ask."""

    command = commands.KeepApart
    ask: ClassVar[Mapping[str, Ask]] = {}


FORMS: tuple[type[CommandForm], ...] = (
    RecordEpisodeForm, CorrectEpisodeForm, RecordConsentForm, WithdrawConsentForm, RecordFunctioningForm,
    RecordQualificationForm, RecordVisitForm, RecordMoveForm, RecordLeavingForm, TakeBackForm, StrikeEntryForm,
    JoinHouseholdForm, LeaveHouseholdForm, AccompanyForm, EndAccompanimentForm, MergePersonsForm, UnmergePersonsForm,
    KeepApartForm, RecordPositionForm, CorrectPositionForm, EndPositionForm,
)  # fmt: skip

PROBLEM_WORDS: Mapping[str, Any] = {
    "people.not_yet": _("This day has not come yet."),
    "people.returned_before_departing": _("She cannot have come back before she left. Look at both years."),
    "people.reason_without_return": _("You said why she came back. Then say when, or clear this."),
    "people.stays_overlap": _("She was abroad at that time already, by another entry. Look at the years."),
    "people.nothing_answered": _("Not one question is answered yet."),
    "people.too_young_to_ask": _("These questions are for people of %(age)s years and older."),
    "people.ends_before_it_begins": _("This ends before it begins. Look at both days."),
    "people.guardian_needed": _("She is younger than %(age)s years: her parent or guardian must agree."),
    "people.withdrawn_already": _("She has taken this back already."),
    "people.left_already": _("It is written down already that she is no longer accompanied."),
    "people.has_not_left": _("She is being accompanied."),
    "people.died_in_future": _("This day has not come yet. Look at the year."),
    "people.before_birth": _("That is before she was born. Look at the year."),
    "people.after_death": _("It is written down that she died before that. Look at the day."),
    "people.lives_there_already": _("She lives there already."),
    "people.in_a_household_already": _("She belongs to a household already. End that first."),
    "people.no_household_yet": _("It is not written down yet with whom the other one lives. Write that down first."),
    "people.has_a_head": _("This household has a head already."),
    "people.ended_already": _("This has ended already."),
    "people.accompanied_already": _("This colleague accompanies her already."),
    "people.accompanied_by_group": _("She belongs to a group, and that accompanies her. End it on its page."),
    "people.cannot_accompany": _(
        "This colleague cannot accompany anyone: no role of hers sees people. Choose another."
    ),
    "people.merged": _("This entry turned out to be someone else's. Open hers and write it there."),
    "people.same_entry": _("These are not two entries that can be one."),
    "people.two_niks": _(
        "The two have different NIKs: mostly that means two women. If you are sure, say how you know."
    ),
    "people.not_merged": _("This entry is not part of hers."),
}
