"""The rulebook: what holds today, what held before, and an organisation's own values."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from purnadaya.access.gate import Request, needs, signed_in
from purnadaya.access.policies import holds
from purnadaya.journal.door import save
from purnadaya.journal.envelopes import Outcome
from purnadaya.kernel.problems import Problem, not_found
from purnadaya.office.rulebook_forms import EndValueForm, SetValueForm
from purnadaya.rulebook.queries import Entry, book_for, own_value_for, own_values_for
from purnadaya.rulebook.rules import Dated, Rule
from purnadaya.rulebook.shipped import shipped_rules
from purnadaya.rulebook.words import TOPICS, meaning_of, value_words
from purnadaya.ui.words import say


@signed_in
def book(request: Request) -> HttpResponse:
    """Every rule by topic: large what holds today, folded what held before or will."""
    entries = book_for(request.actor, timezone.localdate())
    context = {
        "topics": list(_by_topic(entries)),
        "unverified": sum(1 for entry in entries if _unverified(entry.holds)),
        "may_set": holds(request.actor, "own_value", "set"),
        "may_see_why": holds(request.actor, "own_value", "see"),
        "today": timezone.localdate(),
    }
    return render(request, "office/rulebook.html", context)


@needs("own_value", "set")
def set_value(request: Request, rule: str) -> HttpResponse:
    """An own value instead of the shipped one."""
    known = shipped_rules().get(rule)
    if known is None or known.fixed:
        raise not_found()
    form = SetValueForm(
        request.POST or None,
        actor=request.actor,
        fixed={"rule": rule, "unit": known.unit.value},
        version=own_values_for(request.actor, rule).version,
        initial={"since": timezone.localdate()},
    )
    return _act(request, form, rule, _("Set our own value"), _("Save"))


@needs("own_value", "set")
def end_value(request: Request, value_id: UUID) -> HttpResponse:
    """The end of an own value; the shipped one holds again."""
    value = own_value_for(request.actor, value_id)
    form = EndValueForm(
        request.POST or None,
        actor=request.actor,
        fixed={"own_value": str(value.id)},
        version=value.version,
        initial={"until": timezone.localdate()},
    )
    return _act(request, form, value.rule, _("End our own value"), _("End it"))


def _act(request: Request, form: SetValueForm | EndValueForm, rule: str, title: str, words: str) -> HttpResponse:
    if request.method == "POST" and (outcome := save(form, request.actor)):
        _tell(request, outcome)
        return redirect(f"{reverse('rulebook')}#{rule}")
    today = timezone.localdate()
    entry = next(entry for entry in book_for(request.actor, today) if entry.rule.name == rule)
    context = {"form": form, "title": title, "submit_words": words, "means": meaning_of(rule), "said": _said(entry)}
    return render(request, "office/rulebook_act.html", context, status=422 if form.errors else 200)


def _tell(request: Request, outcome: Outcome) -> None:
    if outcome.note:
        messages.warning(request, say(Problem(outcome.note)))
    else:
        messages.success(request, _("Saved."))


def _by_topic(entries: Iterable[Entry]) -> Iterable[tuple[str, Any, list[dict[str, Any]]]]:
    for topic, of_it in groupby(entries, key=lambda entry: entry.rule.topic):
        yield topic, TOPICS[topic], [_said(entry) for entry in of_it]


def _said(entry: Entry) -> dict[str, Any]:
    """One rule in words."""
    return {
        "rule": entry.rule,
        "means": meaning_of(entry.rule.name),
        "holds": _value_said(entry.rule, entry.holds) if entry.holds else None,
        "others": [_value_said(entry.rule, one) for one in entry.others],
    }


def _value_said(rule: Rule, one: Dated) -> dict[str, Any]:
    return {"value": value_words(one.value, rule.unit), "dated": one, "unverified": _unverified(one)}


def _unverified(one: Dated | None) -> bool:
    """Whether nobody has read the number in its source yet; of its own values an organisation says so itself."""
    return one is not None and one.own is None and one.verified_on is None
