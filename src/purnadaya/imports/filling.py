"""What a row adds to an entry that is there: only what is empty in it; what stands there is never written over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from purnadaya.imports.drafts import Draft
from purnadaya.imports.models import ImportRow
from purnadaya.imports.rules import RowState
from purnadaya.kernel.problems import Problem
from purnadaya.people.queries import FILLABLE, Gaps

ADDED = "imports.added"
ABROAD_KNOWN = "imports.abroad_known"
NOT_KEPT = frozenset({"imports.abroad_not_hers", "imports.abroad_not_whole"})


def adding(draft: Draft, gaps: Gaps) -> dict[str, str]:
    """The fields the row fills, with their values. A hamlet only of her own village; whose phone it is only with the
    number."""
    found = {name: draft.person[name] for name in FILLABLE if name in gaps.fields and draft.person.get(name)}
    if draft.person.get("village") != gaps.village:
        found.pop("hamlet", None)
    if "phone" not in found:
        found.pop("whose", None)
    return found


def gaps_of(draft: Draft, version: int = 1) -> Gaps:
    """What somebody who comes of this row does not say yet."""
    return Gaps(version, draft.person.get("village", ""), frozenset(FILLABLE) - draft.person.keys())


def gaps_after(gaps: Gaps, added: dict[str, str]) -> Gaps:
    """What is still empty when these fields were filled."""
    return gaps._replace(fields=gaps.fields - added.keys())


def not_kept(row: ImportRow, draft: Draft) -> list[Problem]:
    """What a row says of work abroad and is kept nowhere, and why: to be told before it is taken in, and after."""
    found = [note for _at, note in draft.notes if note.code in NOT_KEPT]
    return [*found, Problem(ABROAD_KNOWN)] if draft.stays and row.state == RowState.SAME else found


def may_add(row: ImportRow) -> bool:
    """Whether what the row says may be added to whom it is: not once more what was taken in before, for somebody may
    have taken it away since."""
    return row.state == RowState.SAME and row.reason != "imports.taken_before"


def added_to(fields: Sequence[str]) -> dict[str, Any]:
    """What to tell of a row that filled these fields."""
    return Problem(ADDED, {"fields": list(fields)}).as_json()


def fields_added(row: ImportRow) -> list[str]:
    """The fields that a row filled when it was taken in."""
    return [name for one in row.told if one["code"] == ADDED for name in one["details"]["fields"]]
