"""Everything that can be written about persons: the registry, and what they ask about their own data."""

from purnadaya.people.commands.persons import CorrectPerson, PersonChanges, RegisterPerson
from purnadaya.people.commands.requests import AnswerRequest, ErasePerson, ReceiveRequest, RefuseRequest

__all__ = [
    "AnswerRequest",
    "CorrectPerson",
    "ErasePerson",
    "PersonChanges",
    "ReceiveRequest",
    "RefuseRequest",
    "RegisterPerson",
]
