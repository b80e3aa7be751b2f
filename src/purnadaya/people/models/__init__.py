"""Persons and what is known of them, as it stands today; how it came to be known is in the journal."""

from purnadaya.people.models.life import (
    BACK_FROM,
    Accompaniment,
    Consent,
    Entry,
    Episode,
    Functioning,
    Household,
    HouseholdMember,
    Move,
    Position,
    Qualification,
    Visit,
)
from purnadaya.people.models.persons import NameBlock, NameWord, Person
from purnadaya.people.models.requests import SubjectRequest
from purnadaya.people.models.twins import TwinPair

ENTRIES: dict[str, type[Entry]] = {
    "episode": Episode,
    "consent": Consent,
    "functioning": Functioning,
    "qualification": Qualification,
    "position": Position,
    "visit": Visit,
    "move": Move,
    "accompaniment": Accompaniment,
    "member": HouseholdMember,
}
"""Every kind of entry about a person."""

__all__ = [
    "BACK_FROM",
    "ENTRIES",
    "Accompaniment",
    "Consent",
    "Entry",
    "Episode",
    "Functioning",
    "Household",
    "HouseholdMember",
    "Move",
    "NameBlock",
    "NameWord",
    "Person",
    "Position",
    "Qualification",
    "SubjectRequest",
    "TwinPair",
    "Visit",
]
