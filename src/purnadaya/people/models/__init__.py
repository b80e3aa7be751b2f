"""Persons and what is known of them, as it stands today; how it came to be known is in the journal."""

from purnadaya.people.models.persons import Person
from purnadaya.people.models.requests import SubjectRequest

__all__ = ["Person", "SubjectRequest"]
