"""Reads of persons and what is known of them; each takes the actor, and who is not hers to see is not found."""

from purnadaya.people.queries.persons import (
    COLUMNS,
    SEALED,
    Registry,
    marks_of,
    name_key,
    person_for,
    persons_for,
    registry_differences,
    registry_for,
    same_person,
    shown_to,
    values_of,
)
from purnadaya.people.queries.requests import (
    ANSWER_IN,
    keeps_backups_for,
    open_requests_for,
    request_for,
    requests_for,
    time_to_answer,
)

__all__ = [
    "ANSWER_IN",
    "COLUMNS",
    "SEALED",
    "Registry",
    "keeps_backups_for",
    "marks_of",
    "name_key",
    "open_requests_for",
    "person_for",
    "persons_for",
    "registry_differences",
    "registry_for",
    "request_for",
    "requests_for",
    "same_person",
    "shown_to",
    "time_to_answer",
    "values_of",
]
