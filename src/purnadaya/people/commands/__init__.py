"""Everything that can be written about persons."""

from purnadaya.people.commands.accompanying import (
    accompany_by_group,
    correct_by_group,
    end_by_group,
    move_group,
    strike_by_group,
)
from purnadaya.people.commands.bonds import (
    Accompany,
    EndAccompaniment,
    JoinHousehold,
    LeaveHousehold,
    MergePersons,
    UnmergePersons,
)
from purnadaya.people.commands.entered import UnregisterPerson
from purnadaya.people.commands.life import (
    CorrectEpisode,
    EpisodeChanges,
    RecordConsent,
    RecordEpisode,
    RecordFunctioning,
    RecordLeaving,
    RecordMove,
    RecordQualification,
    RecordVisit,
    StrikeEntry,
    TakeBack,
    WithdrawConsent,
)
from purnadaya.people.commands.persons import CorrectPerson, PersonChanges, RegisterPerson
from purnadaya.people.commands.positions import CorrectPosition, EndPosition, PositionChanges, RecordPosition
from purnadaya.people.commands.requests import AnswerRequest, ErasePerson, ReceiveRequest, RefuseRequest
from purnadaya.people.commands.twins import KeepApart, keep_pairs

__all__ = [
    "Accompany",
    "AnswerRequest",
    "CorrectEpisode",
    "CorrectPerson",
    "CorrectPosition",
    "EndAccompaniment",
    "EndPosition",
    "EpisodeChanges",
    "ErasePerson",
    "JoinHousehold",
    "KeepApart",
    "LeaveHousehold",
    "MergePersons",
    "PersonChanges",
    "PositionChanges",
    "ReceiveRequest",
    "RecordConsent",
    "RecordEpisode",
    "RecordFunctioning",
    "RecordLeaving",
    "RecordMove",
    "RecordPosition",
    "RecordQualification",
    "RecordVisit",
    "RefuseRequest",
    "RegisterPerson",
    "StrikeEntry",
    "TakeBack",
    "UnmergePersons",
    "UnregisterPerson",
    "WithdrawConsent",
    "accompany_by_group",
    "correct_by_group",
    "end_by_group",
    "keep_pairs",
    "move_group",
    "strike_by_group",
]
