"""Pages of groups: parse, call, render."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from purnadaya.access.gate import Request, needs
from purnadaya.access.policies import can, holds
from purnadaya.access.queries import names_of
from purnadaya.groups.office import forms
from purnadaya.groups.office.meetings import answer, tell
from purnadaya.groups.office.rhythm import begins, rhythm_of
from purnadaya.groups.office.words import KIND_WORDS, POST_WORDS, SHORT_KIND_WORDS, TERRAIN_WORDS
from purnadaya.groups.queries import (
    Group,
    attendance_share,
    group_for,
    groups_for,
    is_invited,
    last_meeting,
    member_counts,
    members_on,
    month_of_meetings,
    open_decisions_of,
    own_topics,
    terms_of,
    topic_for,
)
from purnadaya.groups.rules.groups import GroupKind, Post, Terrain
from purnadaya.journal.door import save
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.problems import not_found
from purnadaya.places.queries import place_lines
from purnadaya.places.rules import well_shaped
from purnadaya.ui.fields import AreaField
from purnadaya.ui.sections import sections_of

PAGE = 30
SHOWN = 5


class FindForm(django_forms.Form):
    """Which groups she looks for."""

    q = django_forms.CharField(
        label=gettext_lazy("Name of the group"),
        required=False,
        max_length=200,
        widget=django_forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    area = AreaField(label=gettext_lazy("Where"), required=False, any_level=True)
    closed = django_forms.BooleanField(label=gettext_lazy("Also those that are no more"), required=False)

    @property
    def narrows(self) -> bool:
        """Whether more than a name is asked for."""
        return any(self.data.get(name) for name in ("area", "area_text", "closed"))

    @property
    def keep(self) -> str:
        """What was asked for, as it stands in an address."""
        asked = {name: self.data.get(name, "").strip() for name in ("q", "area", "closed")}
        return urlencode({name: value for name, value in asked.items() if value})


@needs("group", "see")
def index(request: Request) -> HttpResponse:
    """The groups she may see, by name."""
    form = FindForm(request.GET)
    form.fields["area"].near = request.actor.home_area  # type: ignore[attr-defined]
    form.is_valid()
    wanted = form.cleaned_data
    area = str(wanted.get("area") or "")
    found = groups_for(
        request.actor, wanted.get("q") or "", area if well_shaped(area) else "", closed=bool(wanted.get("closed"))
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "places": place_lines({one.village_id for one in page}),
        "members": member_counts(page, timezone.localdate()),
        "kinds": SHORT_KIND_WORDS,
        "today": timezone.localdate(),
        "may_found": holds(request.actor, "group", "found"),
    }
    return render(request, "groups/groups.html", context)


@needs("group", "see")
def group(request: Request, group_id: UUID) -> HttpResponse:
    """One group: how it does, who belongs to it, and what is next."""
    found, today = group_for(request.actor, group_id), timezone.localdate()
    members = members_on(found, today)
    terms = terms_of(found)
    decisions = open_decisions_of(found)
    context = {
        "group": found,
        "place": place_lines([found.village_id]).get(found.village_id),
        "kind": KIND_WORDS[GroupKind(found.kind)],
        "terrain": TERRAIN_WORDS[Terrain(found.terrain)] if found.terrain else "",
        "members": members,
        "share": attendance_share(found, begins(today)),
        "posts": POST_WORDS,
        "officers": [(POST_WORDS[Post(one.post)], one) for one in terms if one.until is None],
        "former_officers": [(POST_WORDS[Post(one.post)], one) for one in terms if one.until is not None],
        "last": last_meeting(found),
        "rhythm": rhythm_of(month_of_meetings(found, begins(today)), today),
        "decisions": decisions[:SHOWN],
        "more_decisions": len(decisions) > SHOWN,
        "colleagues": names_of(request.actor, {one.owner_user for one in decisions if one.owner_user}),
        "invited": is_invited(found),
        "today": today,
        "may": {verb: can(request.actor, verb, found) for verb in ("hold", "correct", "close", "enrol")},
        "sections": sections_of("group", request.actor, found),
    }
    return render(request, "groups/group.html", context)


@needs("group", "found")
def found(request: Request) -> HttpResponse:
    """A group is written down."""
    form = forms.FoundGroupForm(request.POST or None, actor=request.actor, initial={"what": GroupKind.P3A})
    if request.method == "POST" and (outcome := save(form, request.actor)):
        tell(request, outcome, _("Saved. Now write down who belongs to it."))
        return redirect("groups:group", outcome.of.id)
    context = {"form": form, "title": _("Write down a group"), "back_url": ".."}
    return render(request, "groups/act.html", context, status=422 if form.errors else 200)


def may(actor: Actor, verb: str, group_id: UUID) -> Group:
    """A group the actor may do this to. Raises ``access.not_found`` for any other."""
    found = group_for(actor, group_id)
    if not can(actor, verb, found):
        raise not_found()
    return found


@needs("group", "correct")
def correct(request: Request, group_id: UUID) -> HttpResponse:
    """Something about it is put right."""
    found = may(request.actor, "correct", group_id)
    current = {name: getattr(found, name) for name in forms.GROUP if name not in {"what", "village"}}
    form = forms.CorrectGroupForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(found.id)},
        current={**current, "what": found.kind, "village": found.village_id},
        version=found.version,
    )
    return answer(request, form, _("Put something right"), ("groups:group", found.id))


@needs("group", "close")
def close(request: Request, group_id: UUID) -> HttpResponse:
    """It is no more."""
    found = may(request.actor, "close", group_id)
    form = forms.CloseGroupForm(
        request.POST or None,
        actor=request.actor,
        fixed={"group": str(found.id)},
        initial={"closed_on": timezone.localdate()},
        version=found.version,
    )
    under = _("What it did stays. It asks for nothing any more, and can be opened again.")
    return answer(request, form, _("This group is no more"), ("groups:group", found.id), under)


@needs("group", "close")
def reopen(request: Request, group_id: UUID) -> HttpResponse:
    """It goes on after all."""
    found = may(request.actor, "close", group_id)
    form = forms.ReopenGroupForm(
        request.POST or None, actor=request.actor, fixed={"group": str(found.id)}, version=found.version
    )
    return answer(request, form, _("The group goes on"), ("groups:group", found.id))


@needs("topic", "see")
def topics(request: Request) -> HttpResponse:
    """Topics of our own, beside those that everyone has."""
    told = own_topics(request.actor, retired=True)
    context = {
        "topics": [one for one in told if one.retired_at is None],
        "retired": [one for one in told if one.retired_at is not None],
        "may_name": holds(request.actor, "topic", "name"),
        "may_retire": holds(request.actor, "topic", "retire"),
    }
    return render(request, "groups/topics.html", context)


@needs("topic", "name")
def name_topic(request: Request) -> HttpResponse:
    """One more of them."""
    form = forms.NameTopicForm(request.POST or None, actor=request.actor)
    return answer(request, form, _("A topic of our own"), ("groups:topics",))


@needs("topic", "retire")
def retire_topic(request: Request, topic_id: UUID) -> HttpResponse:
    """It is not taught any more."""
    topic = topic_for(request.actor, topic_id)
    form = forms.RetireTopicForm(
        request.POST or None, actor=request.actor, fixed={"topic": str(topic.id)}, version=topic.version
    )
    under = _("What was taught under this name stays as it is.")
    return answer(request, form, topic.name, ("groups:topics",), under)
