"""Pages on which something in a person's life is written down, put right, ended or struck out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from purnadaya.access.gate import Request, needs
from purnadaya.access.queries import colleagues_who
from purnadaya.journal.door import save
from purnadaya.kernel.problems import not_found
from purnadaya.people.office import life_forms as forms
from purnadaya.people.office.forms import LIKE_WORDS
from purnadaya.people.office.life_words import DIFFICULTY_WORDS, DOMAIN_WORDS, LEAVING_WORDS
from purnadaya.people.queries import (
    answers_shown_to,
    entry_of,
    household_of,
    household_of_any,
    ids_of,
    mergeable_for,
    pair_told,
    pairs_for,
    person_for,
    persons_for,
)
from purnadaya.people.rules.life import Difficulty, EntryKind, disabled
from purnadaya.places.queries import place_lines
from purnadaya.ui.forms import CommandForm

OFFERED, TWINS = 8, 20


@dataclass(frozen=True)
class Writing:
    """A page on which something new is written: its form, what it is called, and the field that is today."""

    form: type[CommandForm]
    title: Any
    under: Any = ""
    today: str = ""


WRITINGS: Mapping[str, Writing] = {
    "kunjungan": Writing(forms.RecordVisitForm, gettext_lazy("You met her"), today="met_on"),
    "migrasi": Writing(forms.RecordEpisodeForm, gettext_lazy("She worked abroad")),
    "persetujuan": Writing(
        forms.RecordConsentForm,
        gettext_lazy("She agrees to something"),
        gettext_lazy("Read the text to her first. She may say no, and that changes nothing for her."),
        "given_on",
    ),
    "pelatihan": Writing(forms.RecordQualificationForm, gettext_lazy("She finished a training")),
    "jabatan": Writing(
        forms.RecordPositionForm,
        gettext_lazy("She holds a position"),
        gettext_lazy(
            "Outside her group: in the village council, PKK, posyandu, a cooperative. Also one she held before."
        ),
    ),
    "enam-pertanyaan": Writing(
        forms.RecordFunctioningForm,
        gettext_lazy("Six questions"),
        gettext_lazy("Ask them as they stand. What she does not want to answer stays empty. The answers are sealed."),
        "asked_on",
    ),
    "pindah": Writing(forms.RecordMoveForm, gettext_lazy("She moved")),
    "tidak-didampingi": Writing(
        forms.RecordLeavingForm,
        gettext_lazy("No longer accompanied"),
        gettext_lazy("Everything written about her stays. She is only no longer among those to look after."),
        "on",
    ),
    "didampingi-lagi": Writing(forms.TakeBackForm, gettext_lazy("Accompanied again")),
    "pendamping": Writing(forms.AccompanyForm, gettext_lazy("Who accompanies her"), today="since"),
}


@needs("person", "note")
def write(request: Request, person_id: UUID, what: str) -> HttpResponse:
    """Something new about her."""
    writing = WRITINGS.get(what)
    if writing is None:
        raise not_found()
    person = person_for(request.actor, person_id)
    if person.merged_into_id is not None:
        return redirect("people:person", person.root_id)
    today = timezone.localdate()
    initial = {writing.today: today} if writing.today else {}
    form = writing.form(request.POST or None, actor=request.actor, fixed={"person": str(person.id)}, initial=initial)
    if isinstance(form, forms.AccompanyForm):
        form.offer([(str(user.id), user.name) for user in colleagues_who(request.actor, "person", "see", today)])
    return _answer(request, person, form, writing.title, writing.under)


def _answer(request: Request, person: Any, form: CommandForm, title: Any, under: Any = "", **more: Any) -> HttpResponse:
    """Save what was typed and go back to her page, or show the form with what is wrong."""
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved."))
        return redirect("people:person", person.id)
    context = {"form": form, "person": person, "title": title, "under": under, **more}
    return render(request, "people/write.html", context, status=422 if form.errors else 200)


@needs("person", "note")
def correct_episode(request: Request, person_id: UUID, entry_id: UUID) -> HttpResponse:
    """Put an episode right, or write that she came back."""
    person, episode = _entry(request, "episode", person_id, entry_id)
    if episode.struck_at is not None:
        return redirect("people:person", person.id)
    form = forms.CorrectEpisodeForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(episode.person_id), "episode": str(episode.id)},
        current={name: str(getattr(episode, name)) for name in forms.EPISODE},
        version=episode.version,
    )
    return _answer(request, person, form, _("Put this right"), strike=("episode", episode.id))


@needs("person", "note")
def correct_position(request: Request, person_id: UUID, entry_id: UUID) -> HttpResponse:
    """Put a position right."""
    person, position = _entry(request, "position", person_id, entry_id)
    if position.struck_at is not None:
        return redirect("people:person", person.id)
    stands = {name: getattr(position, name) for name in ("body", "role", "since", "until")}
    form = forms.CorrectPositionForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(position.person_id), "position": str(position.id)},
        current={**stands, "village": position.place_id or ""},
        version=position.version,
    )
    return _answer(request, person, form, _("Put this right"), strike=("position", position.id))


def _entry(request: Request, kind: str, person_id: UUID, entry_id: UUID) -> tuple[Any, Any]:
    """Her, and an entry about her; also one written under another of her ids."""
    person, entry = person_for(request.actor, person_id), entry_of(request.actor, kind, entry_id)
    if entry.person_id not in ids_of(person):
        raise not_found()
    return person, entry


@dataclass(frozen=True)
class Ending:
    """A page on which something that holds is ended."""

    form: type[CommandForm]
    kind: str
    title: Any
    ended: str
    """The field that says since when it is over; today is offered for it."""


ENDINGS: Mapping[str, Ending] = {
    "persetujuan": Ending(forms.WithdrawConsentForm, "consent", gettext_lazy("She takes it back"), "withdrawn_on"),
    "serumah": Ending(forms.LeaveHouseholdForm, "member", gettext_lazy("She lives there no more"), "until"),
    "jabatan": Ending(forms.EndPositionForm, "position", gettext_lazy("She holds it no more"), "until"),
    "pendamping": Ending(forms.EndAccompanimentForm, "accompaniment", gettext_lazy("Accompanies her no more"), "until"),
}


@needs("person", "note")
def end(request: Request, person_id: UUID, what: str, entry_id: UUID) -> HttpResponse:
    """Something that held is over."""
    ending = ENDINGS.get(what)
    if ending is None:
        raise not_found()
    person, entry = _entry(request, ending.kind, person_id, entry_id)
    if request.method != "POST" and (entry.struck_at or getattr(entry, ending.ended)):
        return redirect("people:person", person.id)
    form = ending.form(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(entry.person_id), ending.kind: str(entry.id)},
        initial={ending.ended: timezone.localdate()},
    )
    return _answer(request, person, form, ending.title)


@needs("person", "note")
def strike(request: Request, person_id: UUID, kind: str, entry_id: UUID) -> HttpResponse:
    """An entry was a mistake."""
    if kind not in set(EntryKind):
        raise not_found()
    person, entry = _entry(request, kind, person_id, entry_id)
    if entry.struck_at is not None:
        return redirect("people:person", person.id)
    form = forms.StrikeEntryForm(
        request.POST or None,
        actor=request.actor,
        fixed={"person": str(entry.person_id), "entry": str(entry.id), "of": kind},
    )
    under = _("It counts no more. That it was written stays in her history.")
    return _answer(request, person, form, _("Strike this out"), under)


@needs("functioning", "show")
@require_POST
@never_cache
def answers(request: Request, person_id: UUID, entry_id: UUID) -> HttpResponse:
    """Her answers to the six questions, this once; that they were read is on record."""
    person, asked = _entry(request, "functioning", person_id, entry_id)
    shown = answers_shown_to(request.actor, asked.id)
    lines = [
        (DOMAIN_WORDS[name], DIFFICULTY_WORDS[Difficulty(answer)] if answer else _("not answered"))
        for name, answer in shown.items()
    ]
    counts = disabled({name: Difficulty(answer) if answer else None for name, answer in shown.items()})
    return render(request, "people/answers.html", {"person": person, "lines": lines, "disabled": counts})


@needs("person", "note")
def household(request: Request, person_id: UUID) -> HttpResponse:
    """With whom she lives: first choose someone, then say what she is in that household."""
    person = person_for(request.actor, person_id)
    if person.merged_into_id is not None:
        return redirect("people:person", person.root_id)
    chosen, alone = _chosen(request, person), "sendiri" in request.GET
    if chosen is None and not alone:
        under = _("Find someone of that household who is in the registry. If nobody is, begin one with her.")
        more = {"alone": True, "already": household_of(request.actor, person)}
        return _pick(request, person, _("With whom does she live"), under, **more)
    fixed = {"person": str(person.id), **({"with_person": str(chosen.id)} if chosen else {})}
    form = forms.JoinHouseholdForm(
        request.POST or None, actor=request.actor, fixed=fixed, initial={"since": timezone.localdate()}
    )
    if chosen and (request.POST.get("begins") or household_of_any(chosen) is None):
        form.begin_with(chosen.id)
    under = _("Together with %(name)s") % {"name": chosen.called} if chosen else _("A household of her own")
    return _answer(request, person, form, _("With whom does she live"), under)


@needs("person", "merge")
def merge(request: Request, person_id: UUID) -> HttpResponse:
    """She is in the registry twice: choose the other entry, compare, and make the two one."""
    person = mergeable_for(request.actor, person_id)
    if person.merged_into_id is not None:
        return redirect("people:person", person.root_id)
    chosen = _chosen(request, person)
    if chosen is None:
        under = _("Find the other entry. Hers, that you came from, stays.")
        return _pick(request, person, _("She is here twice"), under)
    form = forms.MergePersonsForm(
        request.POST or None, actor=request.actor, fixed={"person": str(person.id), "other": str(chosen.id)}
    )
    both = (person, chosen)
    more = {"both": both, "places": place_lines({one.village_id for one in both}), "left": LEAVING_WORDS}
    return _answer(request, person, form, _("Make the two one"), **more)


@needs("person", "merge")
def unmerge(request: Request, person_id: UUID, other_id: UUID) -> HttpResponse:
    """They are two women after all."""
    person, other = person_for(request.actor, person_id), person_for(request.actor, other_id)
    form = forms.UnmergePersonsForm(
        request.POST or None, actor=request.actor, fixed={"person": str(person.id), "other": str(other.id)}
    )
    under = _("%(name)s stands on her own again, with what was written about her.") % {"name": other.called}
    return _answer(request, person, form, _("They are two"), under)


@needs("person", "merge")
def twins(request: Request) -> HttpResponse:
    """Pairs of entries that may be one woman, the likeliest first."""
    page = Paginator(pairs_for(request.actor), TWINS).get_page(request.GET.get("page"))
    rows = [_pair(pair_told(one)) for one in page]
    places = place_lines({one.village_id for row in rows for one in row["both"]})
    return render(request, "people/twins.html", {"page": page, "rows": rows, "places": places})


def _pair(pair: Any) -> dict[str, Any]:
    reasons = [LIKE_WORDS[reason] for reason in pair.reasons]
    return {"both": (pair.one, pair.other), "reasons": reasons, "surely": pair.surely}


@needs("person", "merge")
def apart(request: Request, person_id: UUID, other_id: UUID) -> HttpResponse:
    """The two look alike and are two women: do not ask again."""
    person, other = person_for(request.actor, person_id), person_for(request.actor, other_id)
    form = forms.KeepApartForm(
        request.POST or None, actor=request.actor, fixed={"person": str(person.id), "other": str(other.id)}
    )
    if request.method == "POST" and save(form, request.actor):
        messages.success(request, _("Saved. These two are not asked about again."))
        return redirect("people:twins")
    under = _("%(one)s and %(other)s stay two entries, and are not asked about again.")
    names = {"one": person.called, "other": other.called}
    context = {"form": form, "person": person, "title": _("They are two women"), "under": under % names}
    return render(request, "people/write.html", context, status=422 if form.errors else 200)


def _chosen(request: Request, person: Any) -> Any:
    """Whom she chose from the list. Raises ``access.not_found`` for somebody who is not hers to see."""
    typed = request.GET.get("dengan", "")
    if not typed:
        return None
    try:
        chosen = person_for(request.actor, UUID(typed))
    except ValueError:
        raise not_found() from None
    return None if chosen.id == person.id else chosen


def _pick(request: Request, person: Any, title: str, under: str, **more: Any) -> HttpResponse:
    """A list of persons to choose one from: by what was typed, else those of the same village."""
    text = request.GET.get("q", "").strip()
    found = persons_for(request.actor, text, village="" if text else person.village_id).exclude(id=person.id)
    offered = list(found[:OFFERED])
    places = place_lines({one.village_id for one in offered})
    context = {"person": person, "title": title, "under": under, "text": text, "offered": offered, "places": places}
    return render(request, "people/pick.html", {**context, **more})
