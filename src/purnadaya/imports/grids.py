"""The rows of a grid of attendance, matched with the members of a group by their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from purnadaya.imports.drafts import Draft
from purnadaya.imports.judging import MOST_CANDIDATES, Candidate, Verdict, identity_of
from purnadaya.imports.reading import MeetingColumn
from purnadaya.imports.rules import RowState
from purnadaya.kernel.spelling import alike
from purnadaya.people.rules import name_key

FEWEST_SHARE, FEWEST_NAMES = 0.6, 3
"""How much of a list must be members of one group for that group to be proposed, and how many names at least."""


@dataclass(frozen=True)
class Member:
    """A member of the group, now or once: under which names she is known."""

    person: UUID
    name: str
    nickname: str

    @property
    def keys(self) -> frozenset[str]:
        """Every key under which a list may name her: her name, both, or the name with the other behind it."""
        names = [(self.name, ""), (self.name, self.nickname)] + ([(self.nickname, "")] if self.nickname else [])
        return frozenset(name_key(*one) for one in names)


def meetings_by_column(meetings: Iterable[MeetingColumn]) -> dict[int, str]:
    """Each column as the meeting it tells of: its day, and which of that day (``2025-01-16/1``)."""
    found: dict[int, str] = {}
    ordinals: dict[str, int] = defaultdict(int)
    for one in meetings:
        if one.day is not None:
            day = one.day.isoformat()
            ordinals[day] += 1
            found[one.index] = f"{day}/{ordinals[day]}"
    return found


def grid_verdicts(drafts: Iterable[Draft], root: UUID, members: Sequence[Member]) -> Iterator[Verdict]:
    """Whose marks each row holds: one member's who alone bears the name, or it is asked."""
    by_key: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for key in member.keys:
            by_key[key].append(member)
    taken: dict[UUID, int] = {}
    for draft in drafts:
        verdict = _verdict(draft, identity_of(root, draft.line), by_key, members)
        if verdict.person is not None and verdict.person in taken:
            candidate = Candidate(person=verdict.person, line=taken[verdict.person], reasons=("same_name",))
            verdict = replace(
                verdict, state=RowState.UNSURE, reason="imports.named_twice", candidates=(candidate,), person=None
            )
        elif verdict.person is not None:
            taken[verdict.person] = draft.line
        yield verdict


def _verdict(draft: Draft, identity: UUID, by_key: Mapping[str, list[Member]], members: Sequence[Member]) -> Verdict:
    if not draft.name:
        return Verdict(draft, identity, RowState.UNREADABLE, draft.problems[0][1].code if draft.problems else "")
    persons = {one.person for one in by_key.get(name_key(draft.name, ""), ())}
    sure = next(iter(persons)) if len(persons) == 1 else None
    like = persons or {one.person for one in members if alike(one.name, draft.name)}
    candidates = tuple(Candidate(person=one, reasons=("name_alike",)) for one in sorted(like, key=str))
    if draft.problems:
        reason = draft.problems[0][1].code
        otherwise = RowState.SAME if sure else None
        return Verdict(draft, identity, RowState.UNREADABLE, reason, candidates[:MOST_CANDIDATES], sure, otherwise)
    if sure is not None:
        return Verdict(draft, identity, RowState.SAME, "imports.same_member", person=sure)
    reason = "imports.which_member" if like else "imports.not_a_member"
    return Verdict(draft, identity, RowState.UNSURE, reason, candidates[:MOST_CANDIDATES])


def proposed_group(names: Sequence[str], groups: Mapping[UUID, Sequence[Member]]) -> UUID | None:
    """The one group most of these names are members of; None when no group has most of them, or two have."""
    keys = {name_key(name, "") for name in names if name}
    shares = {
        group: len(keys & {key for member in members for key in member.keys}) / max(len(keys), 1)
        for group, members in groups.items()
    }
    fitting = sorted((group for group in shares if shares[group] >= FEWEST_SHARE), key=lambda one: -shares[one])
    if len(keys) < FEWEST_NAMES or not fitting:
        return None
    if len(fitting) > 1 and shares[fitting[0]] - shares[fitting[1]] < 0.2:
        return None
    return fitting[0]
