"""What a document may be, and under which consent it may be kept and shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

from purnadaya.documents.rules.media import Media
from purnadaya.kernel.problems import Problem
from purnadaya.people.rules.life import Purpose


class DocumentKind(StrEnum):
    """What a document is to her."""

    PHOTO = "photo"
    IDENTITY_CARD = "identity_card"
    LETTER = "letter"
    CONTRACT = "contract"
    OTHER = "other"

    @property
    def sensitive(self) -> bool:
        """Whether reading it leaves a reading (P3); a photo is P2."""
        return self is not DocumentKind.PHOTO


VERBS: Mapping[str, frozenset[str]] = {
    "group_officer": frozenset({"see", "remove"}),
    "facilitator": frozenset({"see", "remove", "show"}),
    "paralegal": frozenset({"see", "remove", "show"}),
    "coordinator": frozenset({"see", "remove", "show", "decide"}),
}
"""What each role may do to documents: ``show`` opens a paper, ``decide`` reaches those whose consent is over."""


class Given(Protocol):
    """A consent, as far as it matters here."""

    given_on: date
    until: date | None
    withdrawn_on: date | None


def purpose_of(kind: DocumentKind) -> Purpose:
    """What she must have agreed to: to photos for a photo, to being in the registry for her papers."""
    return Purpose.PHOTO if kind is DocumentKind.PHOTO else Purpose.REGISTRY


def holds_on(consent: Given, day: date) -> bool:
    """Whether a consent holds on a day; on the day it is taken back it does not any more."""
    begun, ended = consent.given_on <= day, consent.until is not None and consent.until < day
    return begun and not ended and (consent.withdrawn_on is None or day < consent.withdrawn_on)


def consent_problems(kind: DocumentKind, purpose: Purpose, consent: Given, on: date, today: date) -> list[Problem]:
    """A consent for this kind of document, which held when it was received and holds still (UU 27/2022 art. 20)."""
    problems = renewing_problems(kind, purpose, consent, today)
    if not problems and not holds_on(consent, on):
        problems.append(Problem("documents.consent_not_then", fields=("received_on",)))
    return problems


def renewing_problems(kind: DocumentKind, purpose: Purpose, consent: Given, today: date) -> list[Problem]:
    """A consent for this kind of document that holds today."""
    if purpose is not purpose_of(kind):
        return [Problem("documents.consent_for_other", fields=("consent",))]
    return [] if holds_on(consent, today) else [Problem("documents.consent_over", fields=("consent",))]


def attaching_problems(kind: DocumentKind, media: Media, received_on: date, today: date) -> list[Problem]:
    """A photo is a picture, and nothing is received in days to come."""
    problems = [Problem("people.not_yet", fields=("received_on",))] if received_on > today else []
    if kind is DocumentKind.PHOTO and media is not Media.PICTURE:
        problems.append(Problem("documents.photo_is_a_picture", fields=("kind",)))
    return problems
