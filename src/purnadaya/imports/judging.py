"""What becomes of each row: new, the same as somebody, unsure, or unreadable; in batches, and writing nothing.

*The same* only where it is certain: the same NIK; or the whole name, the full birth date and the village; and nothing
that speaks against it. Whatever else is likely is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from typing import Any
from uuid import UUID

from purnadaya.imports.drafts import Draft
from purnadaya.imports.rules import BATCH, RowState
from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.spelling import folded, skeleton
from purnadaya.people.queries import Matched, Matcher, Sought
from purnadaya.people.rules import name_key
from purnadaya.people.rules.likeness import Band, Crowd, Known, Reason, likeness, words_of

MOST_CANDIDATES = 5
NAMED_ALIKE = frozenset({Reason.SAME_NAME, Reason.NAME_ALIKE, Reason.NAME_IN_PART})
AGAINST = frozenset({Reason.OTHER_NIK, Reason.OTHER_BIRTH})


@dataclass(frozen=True)
class Candidate:
    """Whom a row may speak of: a person, or another row of the file by its identity and line; and why."""

    person: UUID | None = None
    row: UUID | None = None
    line: int = 0
    reasons: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The candidate for a row of the database."""
        return {
            "person": str(self.person) if self.person else None,
            "row": str(self.row) if self.row else None,
            "line": self.line,
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True)
class Verdict:
    """What becomes of one row. ``otherwise`` is what becomes of an unreadable one without what cannot be read."""

    draft: Draft
    identity: UUID
    state: RowState
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()
    person: UUID | None = None
    otherwise: RowState | None = None


@dataclass(frozen=True)
class _Standing:
    """A row before this one, as far as it is compared."""

    identity: UUID
    line: int
    known: Known
    key: str
    sex: str


@dataclass
class Judge:
    """Goes through the drafts of one sheet. ``before`` tells of rows who was taken in for them before, by identity."""

    root: UUID
    matcher: Matcher
    before: Callable[[Sequence[UUID]], Mapping[UUID, UUID]]
    _filed: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _rows: list[_Standing] = field(default_factory=list)
    _bearers: Counter[str] = field(default_factory=Counter)

    def verdicts(self, drafts: Iterable[Draft]) -> Iterator[Verdict]:
        """One for each draft, in order."""
        rest = iter(drafts)
        while batch := list(islice(rest, BATCH)):
            named = [one for one in batch if one.name]
            found = dict(zip((one.line for one in named), self.matcher.matches(list(map(_sought, named))), strict=True))
            before = self.before([identity_of(self.root, one.line) for one in batch])
            for draft in batch:
                yield self._verdict(draft, found.get(draft.line, []), before)

    def _verdict(self, draft: Draft, matches: Sequence[Matched], before: Mapping[UUID, UUID]) -> Verdict:
        identity = identity_of(self.root, draft.line)
        verdict = Verdict(draft, identity, RowState.NEW)
        if (person := before.get(identity)) is not None:
            return replace(verdict, state=RowState.SAME, reason="imports.taken_before", person=person)
        if not draft.name:
            return replace(verdict, state=RowState.UNREADABLE, reason=_first(draft.problems))
        verdict = self._compared(verdict, matches)
        if draft.doubts and verdict.state is RowState.NEW:
            verdict = replace(verdict, state=RowState.UNSURE, reason=draft.doubts[0][1].code)
        if draft.problems and verdict.state is not RowState.SAME:
            otherwise = None if draft.doubts else verdict.state
            reason = _first(draft.problems)
            return replace(verdict, state=RowState.UNREADABLE, reason=reason, otherwise=otherwise)
        return verdict

    def _compared(self, verdict: Verdict, matches: Sequence[Matched]) -> Verdict:
        draft = verdict.draft
        mine = _known(draft)
        certain = [one for one in matches if one.person and _is_certain(draft, one)]
        rows = self._alike_before(draft, mine)
        sure_rows = [(row, reasons) for row, reasons, certainly in rows if certainly]
        self._file(verdict.identity, draft, mine)
        if len({one.root_id for one in certain}) == 1:
            return replace(
                verdict, state=RowState.SAME, reason=_why(certain[0].likeness.reasons), person=certain[0].root_id
            )
        found = [
            *(Candidate(person=one.root_id, reasons=tuple(one.likeness.reasons)) for one in matches),
            *(Candidate(row=row.identity, line=row.line, reasons=reasons) for row, reasons, _ in rows),
        ][:MOST_CANDIDATES]
        if not certain and len(sure_rows) >= 1 and not matches:
            row, reasons = sure_rows[0]
            first = Candidate(row=row.identity, line=row.line, reasons=reasons)
            return replace(verdict, state=RowState.SAME, reason="imports.same_row", candidates=(first,))
        if found:
            return replace(verdict, state=RowState.UNSURE, reason="imports.perhaps_same", candidates=tuple(found))
        return verdict

    def _alike_before(self, draft: Draft, mine: Known) -> list[tuple[_Standing, tuple[str, ...], bool]]:
        """The rows before this one that may be the same person, the likeliest first, and whether certainly."""
        places = Counter(place for key in _keys(draft, mine) for place in self._filed.get(key, ()))
        crowd = Crowd(self.matcher.people + len(self._rows), self._bearers, self._neighbours(mine.village))
        found = []
        for place, _ in places.most_common(20):
            row = self._rows[place]
            like = likeness(mine, row.known, crowd)
            if like.band is not Band.NO:
                found.append((like.bits, row, tuple(like.reasons), _certainly_same_row(draft, mine, row)))
        found.sort(key=lambda one: (-one[0], one[1].line))
        return [(row, reasons, certainly) for _bits, row, reasons, certainly in found]

    def _neighbours(self, village: str) -> int:
        return self.matcher.neighbours.get(village, 0)

    def _file(self, identity: UUID, draft: Draft, mine: Known) -> None:
        place = len(self._rows)
        self._rows.append(_Standing(identity, draft.line, mine, _key(draft), draft.person.get("sex", "")))
        self._bearers.update(words_of(mine))
        for key in _keys(draft, mine):
            self._filed[key].append(place)


def decision_holds(said: Draft, verdict: Verdict) -> bool:
    """Whether what somebody decided about a row holds when it is read anew: what it says of a person, and the marks it
    bears, are what they were, nothing more is asked, and it was not taken in meanwhile."""
    now = verdict.draft
    asked = {(at, one.code) for at, one in (*said.problems, *said.doubts)}
    more = {(at, one.code) for at, one in (*now.problems, *now.doubts)} - asked
    same = (now.person, dict(now.marks)) == (said.person, dict(said.marks))
    return same and not more and verdict.reason != "imports.taken_before"


def identity_of(root: UUID, line: int) -> UUID:
    """By what a row is known again: it follows from the file's digest, the sheet and the line."""
    return derived_id(root, "line", line)


def _sought(draft: Draft) -> Sought:
    birth = draft.person.get("birth", "")
    return Sought(
        draft.name,
        draft.person.get("nickname", ""),
        PartialDate.parse(birth) if birth else None,
        draft.person.get("village", ""),
        draft.person.get("phone") or None,  # type: ignore[arg-type]
        draft.person.get("nik") or None,  # type: ignore[arg-type]
    )


def _known(draft: Draft) -> Known:
    """A row as it is compared with other rows of the file, whose numbers lie open here."""
    sought = _sought(draft)
    numbers = [frozenset({str(one)}) if one else frozenset[str]() for one in (sought.phone, sought.nik)]
    return Known(sought.name, sought.nickname, sought.birth, sought.village, *numbers)


def _key(draft: Draft) -> str:
    return name_key(draft.name, "")


def _keys(draft: Draft, known: Known) -> set[int]:
    """Under what a row is looked for among those of the same file; few, for they all stay in memory."""
    codes = sorted({skeleton(word) for word in words_of(known)})
    year = known.birth.first.year if known.birth else ""
    keys: set[tuple[object, ...]] = {
        ("name", _key(draft)),
        *(("nik", one) for one in known.nik),
        *(("phone", one) for one in known.phone),
    }
    keys |= {("two", one, other) for one, other in pairwise(codes)}
    if year:
        keys |= {("year", code, year) for code in codes}
    return {hash(key) for key in keys}


def _is_certain(draft: Draft, match: Matched) -> bool:
    """Whether it can be nobody else."""
    person, reasons = match.person, set(match.likeness.reasons)
    if person is None or reasons & AGAINST or _other_sex(draft.person.get("sex", ""), person.sex):
        return False
    if Reason.SAME_NIK in reasons:
        return bool(reasons & NAMED_ALIKE)
    same_name = name_key(person.name, "") == _key(draft)
    return (
        same_name
        and _same_day(draft.person.get("birth", ""), person.birth)
        and _same_place(draft.person, person.village_id, person.hamlet)
    )


def _other_sex(mine: str, hers: str) -> bool:
    return bool(mine and hers and mine != hers)


def _same_day(mine: str, hers: str) -> bool:
    return bool(mine) and mine == hers and PartialDate.parse(mine).precision is Precision.DAY


def _same_place(person: Mapping[str, str], village: str, hamlet: str) -> bool:
    """The same village, and no other hamlet."""
    mine = folded(person.get("hamlet", ""))
    return person.get("village") == village and (not mine or not hamlet or mine == folded(hamlet))


def _certainly_same_row(draft: Draft, mine: Known, row: _Standing) -> bool:
    if (mine.nik and row.known.nik and mine.nik != row.known.nik) or _other_sex(draft.person.get("sex", ""), row.sex):
        return False
    same_day = bool(mine.birth and mine.birth == row.known.birth and mine.birth.precision is Precision.DAY)
    other_day = bool(mine.birth and row.known.birth and mine.birth.precision is Precision.DAY
                     and row.known.birth.precision is Precision.DAY and mine.birth != row.known.birth)  # fmt: skip
    if mine.nik and mine.nik == row.known.nik:
        return not other_day and bool(set(words_of(mine)) & set(words_of(row.known)))
    return same_day and _key(draft) == row.key and mine.village == row.known.village


def _first(told: Sequence[tuple[str, Problem]]) -> str:
    return told[0][1].code if told else "imports.no_name"


def _why(reasons: Iterable[Reason]) -> str:
    return "imports.same_nik" if Reason.SAME_NIK in set(reasons) else "imports.same_person"
