"""The list of persons: whom she looks for, narrowed, and taken along as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import holds
from purnadaya.access.tries import count_try
from purnadaya.kernel.problems import Problem
from purnadaya.people.office.forms import BACKGROUND_WORDS, SEX_WORDS
from purnadaya.people.office.life_words import EDUCATION_WORDS
from purnadaya.people.queries import FEW, export_of, found_by_number, found_for, nearly_named
from purnadaya.people.rules.finding import Abroad, Due, Standing, Wanted, is_number
from purnadaya.places.queries import place_lines
from purnadaya.places.rules import well_shaped
from purnadaya.ui.fields import AreaField
from purnadaya.ui.pages import LongPaginator
from purnadaya.ui.spreadsheets import csv_answer
from purnadaya.ui.words import say

PAGE = 50
BATCH = 1000

STANDING_WORDS = {Standing.WITH_US: _("Those we accompany"), Standing.LEFT: _("No longer accompanied")}
ABROAD_WORDS = {Abroad.THERE: _("Abroad now"), Abroad.BACK: _("Back within a year")}
DUE_WORDS = {Due.CONTACT: _("Lately back, not met yet"), Due.CONSENT: _("A consent ends soon")}
OF_HER_LIFE = ("abroad", "due", "mine")
"""What is asked only by who may read of a person's life."""


def _choice(label: Any, everyone: Any, words: Mapping[Any, Any]) -> forms.ChoiceField:
    choices = [("", everyone), *((one.value, said) for one, said in words.items())]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class FindForm(forms.Form):
    """Whom she looks for. Its fields are the address of the list, so that it can be kept, shared and gone back to."""

    q = forms.CharField(
        label=_("Name or nickname, phone number or NIK"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "placeholder": _("Name, phone number or NIK")}
        ),
    )
    background = _choice(_("Who she is to us"), _("Everyone"), BACKGROUND_WORDS)
    area = AreaField(label=_("Lives in"), help_text=_("A village or a wider area."), required=False, any_level=True)
    hamlet = forms.CharField(label=_("Hamlet"), required=False, max_length=120)
    standing = _choice(_("With us"), _("Everyone"), STANDING_WORDS)
    abroad = _choice(_("Work abroad"), _("Everyone"), ABROAD_WORDS)
    due = _choice(_("What is due"), _("Everyone"), DUE_WORDS)
    mine = forms.BooleanField(label=_("Only those I accompany"), required=False)

    def __init__(self, request: Request, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["area"].near = request.actor.home_area  # type: ignore[attr-defined]
        if not holds(request.actor, "episode", "see"):
            for name in OF_HER_LIFE:
                del self.fields[name]

    def clean_area(self) -> str:
        """The code, if it is shaped like one: an address can be typed by hand."""
        code = str(self.cleaned_data["area"] or "")
        if code and not well_shaped(code):
            raise forms.ValidationError(say(Problem("places.unknown_village", {"code": ""})))
        return code

    @property
    def wanted(self) -> Wanted:
        """What was asked for, of what can be asked."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        kinds = (("standing", Standing), ("abroad", Abroad), ("due", Due))
        chosen: dict[str, Any] = {name: kind(said[name]) for name, kind in kinds if name in said}
        plain = {name: said.get(name, "") for name in ("background", "area", "hamlet")}
        return Wanted(text=said.get("q", "").strip(), mine=bool(said.get("mine")), **plain, **chosen)

    @property
    def narrowing(self) -> list[Any]:
        """The boxes below the search box."""
        return [self[name] for name in self.fields if name != "q"]

    @property
    def narrows(self) -> bool:
        """Whether anything but a name is asked for, or something is not right."""
        return bool(self.errors) or any(self.data.get(name) for name in (*self.fields, "area_text") if name != "q")

    @property
    def keep(self) -> str:
        """What was asked for as it stands in an address; what is empty does not."""
        asked = {name: self.data.get(name, "").strip() for name in (*self.fields, "area_text")}
        if asked["area"]:
            del asked["area_text"]
        return urlencode({name: value for name, value in asked.items() if value})


@needs("person", "see")
def index(request: Request) -> HttpResponse:
    """The list: everyone she may see, or whom she looks for."""
    form = FindForm(request, request.GET)
    wanted, today = form.wanted, timezone.localdate()
    found = found_for(request.actor, wanted, today)
    page = LongPaginator(found if form.is_valid() else found.none(), PAGE, request.GET.get("page")).page_asked()
    few = wanted.text and form.is_valid() and page.paginator.count <= FEW
    alike = nearly_named(request.actor, wanted, today) if few else []
    return _list(request, form, page=page, alike=alike, shown=[*page, *alike])


@needs("person", "see")
@never_cache
@require_POST
def find(request: Request) -> HttpResponse:
    """What was typed becomes the address of a list; but a phone number or NIK stands in no address."""
    form = FindForm(request, request.POST)
    if not is_number(request.POST.get("q", "")):
        return redirect(f"{reverse('people:index')}?{form.keep}".rstrip("?"))
    people = by_number(request, request.POST["q"])
    return _list(request, form, numbered=True, people=people, shown=people)


def by_number(request: Request, typed: str) -> list[Any]:
    """Who has this phone number or NIK, of those whose numbers she may read; so many tries, each on record."""
    if holds(request.actor, "person", "show"):
        count_try(request, "find_by_number")
    return found_by_number(request.actor, typed)


def _list(request: Request, form: FindForm, shown: list[Any], **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "places": place_lines({person.village_id for person in shown}),
        "backgrounds": BACKGROUND_WORDS,
        "may_merge": holds(request.actor, "person", "merge"),
        "may_see_requests": holds(request.actor, "request", "see"),
        "may_export": holds(request.actor, "person", "export"),
        "register_url": reverse("people:register") if holds(request.actor, "person", "register") else "",
        **more,
    }
    return render(request, "people/index.html", context)


@needs("person", "export")
@require_POST
def export(request: Request) -> HttpResponseBase:
    """The list as it is narrowed, as a file for a spreadsheet: no phone number and no NIK. That it was made is on
    record."""
    form = FindForm(request, request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('people:index')}?{form.keep}")
    today = timezone.localdate()
    return csv_answer(f"orang-{today.isoformat()}", _rows(export_of(request.actor, form.wanted, today)))


COLUMNS = (
    _("Name"), _("Called"), _("Nickname"), _("Woman or man"), _("Born"), _("Code of the village"), _("Lives in"),
    _("Hamlet"), _("Who she is to us"), _("And also"), _("Highest school finished"), _("No longer accompanied since"),
)  # fmt: skip


def _rows(persons: QuerySet[Any]) -> Iterator[list[str]]:
    """The head, then a row for each person. The words are looked up now: the language is gone when it is sent."""
    words = {**_said(SEX_WORDS), **_said(BACKGROUND_WORDS), **_said(EDUCATION_WORDS), "": ""}
    head = [str(column) for column in COLUMNS]

    def rows() -> Iterator[list[str]]:
        yield head
        waiting = persons.iterator(BATCH)
        while batch := list(islice(waiting, BATCH)):
            places = place_lines({one.village_id for one in batch})
            yield from (_row(one, places, words) for one in batch)

    return rows()


def _said(words: Mapping[Any, Any]) -> dict[str, str]:
    return {one.value: str(said) for one, said in words.items()}


def _row(one: Any, places: Mapping[str, str], words: Mapping[str, str]) -> list[str]:
    return [
        one.name, one.honorific, one.nickname, words[one.sex], one.birth, one.village_id, places[one.village_id],
        one.hamlet, words[one.background], ", ".join(words[also] for also in one.also.split()), words[one.education],
        one.left_on.isoformat() if one.left_on else "",
    ]  # fmt: skip
