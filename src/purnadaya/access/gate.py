"""Every page says who may open it; a page that says nothing is open to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from purnadaya.access.actors import Public, UserActor
from purnadaya.access.models import User
from purnadaya.access.policies import holds
from purnadaya.access.queries import actor_for
from purnadaya.access.second_factor import is_missing
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Actor

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request behind the gate, by someone signed in: it knows who acts."""

    actor: UserActor


@dataclass(frozen=True)
class Door:
    """What one must be to open a page: anyone, signed in, or holder of a verb on a kind."""

    signed_in: bool
    kind: str = ""
    verb: str = ""
    before_second_factor: bool = False

    def opens_to(self, actor: Actor) -> bool:
        """Whether this actor may open the page at all; each object on it is asked for again by its query."""
        return not self.kind or holds(actor, self.kind, self.verb)


def _declare(view: View, door: Door) -> View:
    view.door = door  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """A page for anyone, signed in or not."""
    return _declare(view, Door(signed_in=False))


def signed_in(view: View) -> View:
    """A page for whoever is signed in."""
    return _declare(view, Door(signed_in=True))


def before_second_factor(view: View) -> View:
    """A page for whoever is signed in, even while the second factor her roles ask for is missing."""
    return _declare(view, Door(signed_in=True, before_second_factor=True))


def needs(kind: str, verb: str) -> Callable[[View], View]:
    """A page for whoever holds ``verb`` on things of ``kind``, somewhere."""
    return lambda view: _declare(view, Door(True, kind, verb))


NOT_KEPT = frozenset({"csrfmiddlewaretoken", "former", "code"})


def keep_typed(request: HttpRequest) -> HttpResponse:
    """What was typed before the sign-in ended, kept on the page until she is in again and sends it herself.

    Passwords and codes are not kept. Nothing is written.
    """
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT and "password" not in name
    ]
    signed_out = isinstance(getattr(request, "actor", Public()), Public)
    return render(request, "ui/kept.html", {"kept": kept, "signed_out": signed_out}, status=403)


class GateMiddleware:
    """Puts ``request.actor`` in place and opens only declared doors."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = _actor_of(request)  # type: ignore[attr-defined]
        # Days and hours are those of her organisation, wherever the machine stands.
        with timezone.override(getattr(request.actor, "zone", None)):  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let the view run, ask to sign in or to set up the second factor, or answer not found."""
        door = getattr(view, "door", None)
        if door is None:
            raise Http404
        if door.signed_in and isinstance(request.actor, Public):  # type: ignore[attr-defined]
            if request.method == "POST":
                return keep_typed(request)
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        request.must_set_up = door.signed_in and _lacks_second_factor(request)  # type: ignore[attr-defined]
        if request.must_set_up and not door.before_second_factor:  # type: ignore[attr-defined]
            return redirect(settings.SECOND_FACTOR_URL)
        if not door.opens_to(request.actor):  # type: ignore[attr-defined]
            raise Http404
        return None


def _actor_of(request: HttpRequest) -> Actor:
    user = request.user
    if not isinstance(user, User):
        return Public()
    return actor_for(user, SYSTEM_CLOCK.today(user.organisation.zone))


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and is_missing(user, request.actor)  # type: ignore[attr-defined]
