"""What stands on a person's page about her life, in words."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from purnadaya.access.policies import can, holds
from purnadaya.access.queries import names_of
from purnadaya.kernel.commands import Actor
from purnadaya.kernel.countries import names
from purnadaya.people.office.forms import BACKGROUND_WORDS
from purnadaya.people.office.life_words import (
    BODY_WORDS,
    CHANNEL_WORDS,
    EDUCATION_WORDS,
    LEAVING_WORDS,
    PURPOSE_WORDS,
    REASON_WORDS,
    RELATION_WORDS,
    SECTOR_WORDS,
    TRAINING_WORDS,
    WINDOW_WORDS,
)
from purnadaya.people.queries import (
    accompaniments_for,
    aliases_for,
    consents_for,
    episodes_for,
    functioning_for,
    household_of,
    positions_for,
    qualifications_for,
    visits_for,
    window_years,
    windows_of,
)
from purnadaya.people.rules import Background
from purnadaya.people.rules.life import Channel, Education, Leaving, Purpose, ReturnReason, Sector, Training, back_since
from purnadaya.people.rules.positions import Body
from purnadaya.places.queries import place_lines
from purnadaya.ui.dates import rough_words

VISITS_SHOWN = 3


def life_of(actor: Actor, person: Any) -> dict[str, Any]:
    """The sections of her page; none for who may see that she is there but not her life."""
    own = {
        "also": ", ".join(str(BACKGROUND_WORDS[Background(one)]) for one in person.also.split()),
        "education": EDUCATION_WORDS[Education(person.education)] if person.education else "",
        "left": LEAVING_WORDS[Leaving(person.left_why)] if person.left_why else "",
        "aliases": aliases_for(actor, person) if can(actor, "merge", person) else [],
        "may_merge": can(actor, "merge", person),
        "may_note": can(actor, "note", person),
    }
    return {**own, **_entries(actor, person)} if holds(actor, "episode", "see") else own


def _entries(actor: Actor, person: Any) -> dict[str, Any]:
    today = timezone.localdate()
    episodes = episodes_for(actor, person)
    accompaniments = accompaniments_for(actor, person)
    colleagues = names_of(actor, {one.scope_id for one in accompaniments})
    asked = functioning_for(actor, person)
    visits = visits_for(actor, person)
    return {
        "sees_life": True,
        "episodes": [_episode(one) for one in episodes],
        "windows": [
            (WINDOW_WORDS[one.rule], one)
            for one in windows_of(episodes, window_years(person.organisation_id, today), today)
        ],
        "days_back": _days_back(episodes),
        "consents": [(PURPOSE_WORDS[Purpose(one.purpose)], one) for one in consents_for(actor, person)],
        "household": [(RELATION_WORDS[one.relation], one) for one in household_of(actor, person)],
        "accompaniments": [(colleagues.get(one.scope_id, ""), one) for one in accompaniments],
        "qualifications": [(TRAINING_WORDS[Training(one.training)], one) for one in qualifications_for(actor, person)],
        "positions": _positions(actor, person),
        "asked": asked,
        "may_show_answers": asked is not None and can(actor, "show", asked),
        "visits": visits[:VISITS_SHOWN],
        "more_visits": len(visits) > VISITS_SHOWN,
    }


def _days_back(episodes: list[Any]) -> int | None:
    """Days since she last came back; None while she is abroad or was never."""
    back = back_since(one.stay for one in episodes)
    return (timezone.localdate() - back).days if back else None


def _episode(episode: Any) -> dict[str, Any]:
    """An episode in words."""
    return {
        "entry": episode,
        "country": names(get_language() or "id").get(episode.country, episode.country),
        "work": SECTOR_WORDS[Sector(episode.sector)],
        "channel": CHANNEL_WORDS[Channel(episode.channel)],
        "departed": rough_words(episode.departed),
        "returned": rough_words(episode.returned) if episode.returned else "",
        "reason": REASON_WORDS[ReturnReason(episode.reason)] if episode.reason else "",
    }


def _positions(actor: Actor, person: Any) -> list[dict[str, Any]]:
    """What she holds and held outside her group, in words."""
    positions = positions_for(actor, person)
    places = place_lines({one.place_id for one in positions if one.place_id})
    return [
        {
            "entry": one,
            "body": BODY_WORDS[Body(one.body)],
            "place": places.get(one.place_id, "") if one.place_id else "",
            "since": rough_words(one.since),
            "until": rough_words(one.until) if one.until else "",
        }
        for one in positions
    ]
