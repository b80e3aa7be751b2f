"""From a row as it was read to what it would write: places and groups looked up, what is missing asked or taken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from purnadaya.groups.rules import GroupKind
from purnadaya.imports.choices import FOUND, WITHOUT, SheetChoices
from purnadaya.imports.drafts import Draft, Told
from purnadaya.imports.reading import Birth, CellProblem, Meaning, NameRead, Option, PhoneRead, Row, match_place
from purnadaya.imports.reading.cells import text_of
from purnadaya.kernel.ids import derived_id
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.spelling import folded
from purnadaya.people.rules import Background, Sex

_HER = frozenset("bu ibu mbak mba saudari sdri ny nyonya hj hajjah hajah".split())
_HIS = frozenset("pak bapak bpk bp mas tn tuan h haji".split())
_OF_WOMEN = frozenset("p3a pkk kwt".split())
"""First words of the names of groups whose members are women."""
_KINDS: Mapping[str, GroupKind] = {
    word: kind
    for kind, words in {
        GroupKind.P3A: "p3a",
        GroupKind.RETURNEES: "purna desbumi komunitas migran",
        GroupKind.FARMERS: "kwt tani kth",
        GroupKind.SAVINGS: "koperasi arisan simpan",
        GroupKind.BUSINESS: "kub kube usaha",
    }.items()
    for word in words.split()
}
_ABROAD = frozenset({Background.RETURNED_MIGRANT, Background.MIGRANT_ABROAD})
_GONE = re.compile(r"\b(?:meninggal|wafat|alm\b\.?|almh\b\.?|almarhum(?:ah)?|tutup usia)", re.I)
"""Remarks after which nobody is entered without being asked."""
LONGEST_CELL = 200
PARTS = ("group", "village", "district", "hamlet")
"""What the lines above a part of a list say of all its rows."""


@dataclass(frozen=True)
class KnownGroup:
    """A group that is there, as far as finding it by its name goes."""

    id: UUID
    name: str
    village: str


@dataclass
class Surroundings:
    """What the rows of one sheet are read against.

    ``villages`` are those in which places are looked for; when there is one only, it is where everybody lives who says
    nothing else. ``root`` is what the ids of new things are derived from. ``since`` holds for who says no day.
    """

    root: UUID
    choices: SheetChoices
    villages: Sequence[Option]
    groups: Sequence[KnownGroup]
    since: date
    today: date
    _places: dict[tuple[str, str], str | Problem] = field(default_factory=dict)
    _founded: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    _named: dict[str, list[KnownGroup]] = field(init=False)

    def __post_init__(self) -> None:
        self._named = defaultdict(list)
        for one in self.groups:
            self._named[_group_key(one.name)].append(one)

    def village(self, text: str, district: str) -> str | Problem:
        """The code of the village meant, or why it is not known."""
        key = (text, district)
        if key not in self._places:
            self._places[key] = self._village(text, district)
        return self._places[key]

    def _village(self, text: str, district: str) -> str | Problem:
        if chosen := self.choices.place_codes.get(folded(text)):
            return chosen
        if not text:
            return self.villages[0].code if len(self.villages) == 1 else Problem("imports.no_village")
        match = match_place(text, self.villages, district)
        if match.code:
            return match.code
        like = ", ".join(f"{one.name} ({', '.join(one.around)})" for one in match.suggestions)
        code = "imports.which_village" if like else "imports.unknown_village"
        return Problem(code, {"text": text[:60], "like": like})

    def group(self, text: str, village: str, home: str = "") -> KnownGroup | Mapping[str, str] | Problem | None:
        """The group meant, what it is if it is to be founded, why it is not known; None for no group.

        ``village`` is where she lives, ``home`` where the list says that the group is: then one of the same name
        elsewhere is another group.
        """
        answer = self.choices.group_answers.get(folded(text), "")
        if not text or answer == WITHOUT:
            return None
        if answer and answer != FOUND:
            return next((one for one in self.groups if str(one.id) == answer), Problem("imports.no_such_group"))
        same = self._named.get(_group_key(text), [])
        here = [one for one in same if one.village == (home or village)]
        meant = here if home else here or same
        if len(meant) == 1:
            return meant[0]
        if meant:
            return Problem("imports.which_group", {"text": text[:60]})
        return self._to_be_founded(text, village, home)

    def _to_be_founded(self, text: str, village: str, home: str) -> Mapping[str, str] | Problem:
        key = (_group_key(text), home)
        if key not in self._founded:
            if not (home or village):
                return Problem("imports.group_where", {"text": text[:60]})
            self._founded[key] = {
                "group": str(derived_id(self.root, "group", *filter(None, key))),
                "name": text[:120],
                "village": home or village,
                "what": _kind_of(text).value,
            }
        return self._founded[key]

    @property
    def founded(self) -> list[Mapping[str, str]]:
        """The groups that rows so far would found."""
        return list(self._founded.values())


def _group_key(text: str) -> str:
    return folded(text).removeprefix("kelompok ").strip()


def _kind_of(name: str) -> GroupKind:
    return next((_KINDS[word] for word in folded(name).split() if word in _KINDS), GroupKind.OTHER)


def drafted(row: Row, around: Surroundings) -> Draft:
    """What the row would write. Problems come from its cells; doubts from what it does not say, or says twice."""
    name = row.values.get(Meaning.NAME) or NameRead("")
    doubts: list[Told] = []
    notes: list[Told] = _told(row.notes)
    village = _placed(row, around, doubts)
    group = _grouped(row, around, village, doubts, notes)
    _remarked(row, doubts, notes)
    person = {
        "name": name.name,
        "honorific": name.honorific,
        "nickname": name.nickname or str(row.values.get(Meaning.NICKNAME, "")),
        "birth": _birth(row),
        "village": village,
        "hamlet": row.hamlet[:120],
        "education": str(row.values.get(Meaning.EDUCATION, "")),
        **_reachable(row),
        "sex": _sex(row, around, doubts, notes),
        "background": _background(row, around, notes),
    }
    draft = Draft(
        line=row.line,
        person={key: value for key, value in person.items() if value},
        stays=_stays(row, person["background"], notes),
        problems=tuple(_told(row.problems)),
        doubts=tuple(doubts),
        notes=tuple(notes),
        written=tuple(text_of(cell)[:LONGEST_CELL] for cell in row.written),
        said={key: text for key in PARTS if (text := getattr(row, key))},
    )
    return _belonging(draft, row, group, around)


def drafted_marks(row: Row, meetings: Mapping[int, str]) -> Draft:
    """What a row of a grid would write: her name, and her marks by the day and ordinal of each meeting."""
    name = row.values.get(Meaning.NAME) or NameRead("")
    person = {"name": name.name, "nickname": name.nickname, "village": row.village, "hamlet": row.hamlet}
    lost = [
        ("", Problem("imports.mark_without_meeting", {"column": column}))
        for column in row.marks
        if column not in meetings
    ]
    return Draft(
        line=row.line,
        person={key: value for key, value in person.items() if value},
        marks={
            meetings[column]: (mark.attended.value, mark.excuse.value if mark.excuse else "")
            for column, mark in row.marks.items()
            if column in meetings
        },
        problems=tuple(_told(row.problems)),
        notes=(*_told(row.notes), *lost),
        written=tuple(text_of(cell)[:LONGEST_CELL] for cell in row.written),
    )


def _told(found: Sequence[CellProblem]) -> list[Told]:
    return [(one.address, one.problem) for one in found]


def _placed(row: Row, around: Surroundings, doubts: list[Told]) -> str:
    found = around.village(row.village, row.district)
    if isinstance(found, Problem):
        doubts.append(("", found))
        return ""
    return found


def _grouped(
    row: Row, around: Surroundings, village: str, doubts: list[Told], notes: list[Told]
) -> KnownGroup | Mapping[str, str] | None:
    home = around.village(row.home, row.district) if row.home else ""
    found = around.group(row.group, village, home if isinstance(home, str) else "")
    if isinstance(found, Problem):
        doubts.append(("", found))
        return None
    at_home = found.village if isinstance(found, KnownGroup) else (found or {}).get("village", village)
    if village and at_home != village:
        notes.append(("", Problem("imports.group_elsewhere", {"text": row.group[:60]})))
    return found


def _belonging(draft: Draft, row: Row, group: KnownGroup | Mapping[str, str] | None, around: Surroundings) -> Draft:
    if group is None:
        return draft
    joined = row.values.get(Meaning.JOINED)
    since = min(joined.first if isinstance(joined, RoughDate) else around.since, around.today)
    return replace(
        draft,
        group=str(group.id) if isinstance(group, KnownGroup) else group["group"],
        founds=None if isinstance(group, KnownGroup) else dict(group),
        since=since.isoformat(),
        post=str(row.values.get(Meaning.POST, "")),
    )


def _birth(row: Row) -> str:
    birth = row.values.get(Meaning.BIRTH) or Birth()
    return str(birth.when) if birth.when else ""


def _remarked(row: Row, doubts: list[Told], notes: list[Told]) -> None:
    """What stands among remarks is not kept, but for a post; and whoever may have died is asked about."""
    remark = str(row.values.get(Meaning.NOTE, ""))
    if gone := _GONE.search(remark):
        doubts.append(("", Problem("imports.perhaps_dead", {"text": gone[0]})))
    elif remark and not any(one.problem.code == "imports.post_in_note" for one in row.notes):
        notes.append(("", Problem("imports.remark_not_kept", {"text": remark[:60]})))


def _reachable(row: Row) -> dict[str, str]:
    phone = row.values.get(Meaning.PHONE)
    nik = str(row.values.get(Meaning.NIK) or "")
    if not isinstance(phone, PhoneRead):
        return {"nik": nik}
    return {"nik": nik, "phone": str(phone.phone), "whose": phone.whose.value if phone.whose else ""}


def _sex(row: Row, around: Surroundings, doubts: list[Told], notes: list[Told]) -> str:
    """As written; or what her NIK, her title, her group say, and then a note says so; or what was chosen."""
    if said := row.values.get(Meaning.SEX):
        return str(said)
    sex, code = _inferred(row)
    if sex is None and around.choices.sex:
        return around.choices.sex.value
    if sex is None:
        doubts.append(("", Problem("imports.no_sex")))
        return ""
    notes.append(("", Problem(code)))
    return sex.value


def _inferred(row: Row) -> tuple[Sex | None, str]:
    nik = row.values.get(Meaning.NIK)
    if nik:
        return (Sex.FEMALE if Nik(nik).female else Sex.MALE), "imports.sex_by_nik"
    name = row.values.get(Meaning.NAME) or NameRead("")
    titles = set(folded(name.honorific).split())
    if titles & _HER:
        return Sex.FEMALE, "imports.sex_by_title"
    if titles & _HIS:
        return Sex.MALE, "imports.sex_by_title"
    if _OF_WOMEN & set(folded(row.group).split()[:1]):
        return Sex.FEMALE, "imports.sex_by_group"
    return None, ""


def _background(row: Row, around: Surroundings, notes: list[Told]) -> str:
    """As written; a return from abroad says it too; or what was chosen; at last *other*, with a note."""
    if said := row.values.get(Meaning.BACKGROUND):
        return str(said)
    if row.values.get(Meaning.RETURNED):
        notes.append(("", Problem("imports.background_by_return")))
        return Background.RETURNED_MIGRANT.value
    if around.choices.background:
        return around.choices.background.value
    notes.append(("", Problem("imports.background_other")))
    return Background.OTHER.value


def _stays(row: Row, background: str, notes: list[Told]) -> tuple[Mapping[str, str], ...]:
    """Her time abroad, if it is hers and one knows when it began."""
    countries: Sequence[str] = row.values.get(Meaning.COUNTRY) or ()
    departed, returned = row.values.get(Meaning.DEPARTED), row.values.get(Meaning.RETURNED)
    if not countries and not departed and not returned:
        return ()
    if background not in _ABROAD:
        notes.append(("", Problem("imports.abroad_not_hers")))
        return ()
    if departed is None or len(countries) != 1:
        notes.append(("", Problem("imports.abroad_not_whole")))
        return ()
    stay = {"country": str(countries[0]), "departed": str(departed), "returned": str(returned or "")}
    return ({"sector": "other", "channel": "unknown", **{key: value for key, value in stay.items() if value}},)
