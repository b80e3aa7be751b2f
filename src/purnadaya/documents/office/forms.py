"""The forms of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.documents import commands
from purnadaya.documents.office.words import KIND_WORDS
from purnadaya.kernel.commands import Command
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem
from purnadaya.ui.forms import Ask, CommandForm

TAKEN = "image/jpeg,image/png,image/webp,application/pdf,audio/*"
"""What a phone offers to choose from; also its camera and its recorder. It decides nothing: the bytes do."""

CARRIED = ("file", "digest", "upload")
"""Boxes nobody sees: the file that was received, and the id for one that is sent now."""


class AttachDocumentForm(CommandForm):
    """A file, and what it is. What was received once is kept while the rest of the form is put right."""

    command = commands.AttachDocument
    ask: ClassVar[Mapping[str, Ask]] = {
        "what": Ask(_("What is it"), choices=KIND_WORDS),
        "title": Ask(_("In a few words"), _("For instance: in front of her stall."), attrs={"autocomplete": "off"}),
        "received_on": Ask(_("Taken or received on")),
    }

    def __init__(self, data: Any = None, *, trouble: Iterable[Problem] = (), **more: Any) -> None:
        self.trouble = tuple(trouble)
        super().__init__(data, **more)
        self.fields = {"chosen": self._box(), **self.fields}
        for name in CARRIED:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial.setdefault("upload", str(new_id()))

    @property
    def lacks_consent(self) -> bool:
        """Whether she must be asked first."""
        return any("what" in problem.fields for problem in self.trouble)

    def _box(self) -> forms.Field:
        received = bool(self.data.get("file"))
        words = (
            _("The file is received already. Choose another only if it was the wrong one.")
            if received
            else _("A photo, a PDF or a voice recording, at most 10 MB.")
        )
        box = forms.FileField(
            required=False, label=_("The file"), help_text=words, widget=forms.FileInput(attrs={"accept": TAKEN})
        )
        box.needed = not received  # type: ignore[attr-defined]
        return box

    def to_command(self) -> Command | None:
        """As any form; what is wrong with the file is told together with the rest."""
        command = super().to_command()
        if not self.trouble:
            return command
        self.show(*self.trouble)
        return None

    def show(self, *problems: Problem) -> None:
        """The file has a box of its own; its digest and the consent follow from the rest and have none."""
        told = {"digest", "consent", *(name for problem in self.trouble for name in problem.fields)}
        super().show(*(_beside_the_box(one) for one in problems if one in self.trouble or not _follows(one, told)))


def _follows(problem: Problem, told: set[str]) -> bool:
    return problem.code == "value.missing" and not told.isdisjoint(problem.fields)


def _beside_the_box(problem: Problem) -> Problem:
    return replace(problem, fields=("chosen",)) if "file" in problem.fields else problem


class RenewConsentForm(CommandForm):
    """She agreed anew; which consent it is follows from her others."""

    command = commands.RenewConsent
    ask: ClassVar[Mapping[str, Ask]] = {}


class RemoveDocumentForm(CommandForm):
    """It is taken away for good."""

    command = commands.RemoveDocument
    danger = True
    ask: ClassVar[Mapping[str, Ask]] = {
        "reason": Ask(_("Why"), _("One sentence. It stays on record."), attrs={"autocomplete": "off"})
    }


FORMS: tuple[type[CommandForm], ...] = (AttachDocumentForm, RenewConsentForm, RemoveDocumentForm)
