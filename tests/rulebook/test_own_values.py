"""An organisation's own values: set by a command, holding by day, never touching the shipped ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from purnadaya.access.actors import System
from purnadaya.journal.envelopes import Outcome
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Refused
from purnadaya.rulebook.models import OwnValue
from purnadaya.rulebook.queries import NotInForceError, UnknownRuleError, book_for, value_on
from tests.world import World, run

RULE = "age.elderly"
today = SYSTEM_CLOCK.today


def body(value: int, since: date, **more: Any) -> dict[str, Any]:
    source = {"source": "Rapat pengurus 3/2026", "reason": "many stop working at 55"}
    return {
        "own_value": str(new_id()),
        "rule": RULE,
        "unit": "age",
        "value": value,
        "since": str(since),
        **source,
        **more,
    }


def set_value(
    world: World, value: int, since: date, who: str = "arum", base: int | None = None, **more: Any
) -> Outcome:
    return world.run(who, "rulebook.set_value", base, **body(value, since, **more))


def end_value(world: World, value: Outcome, until: date, who: str = "arum", base: int | None = None) -> Outcome:
    return world.run(
        who, "rulebook.end_value", base, own_value=value.of.id, until=str(until), reason="changed our mind"
    )


def codes(do: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        do()
    return [problem.code for problem in caught.value.problems]


def holds(organisation: UUID | None, day: date | None = None) -> int:
    return value_on(RULE, day or today(), organisation).value


def test_without_an_own_value_the_shipped_one_holds(world: World) -> None:
    assert holds(world.mitra) == holds(None) == 60
    assert value_on("data.access", today(), world.mitra).source == "UU 27/2022, pasal 32 ayat (2)"


def test_an_unknown_rule_and_a_day_before_the_law_are_errors(world: World) -> None:
    with pytest.raises(UnknownRuleError):
        value_on("data.everything", today(), world.mitra)
    with pytest.raises(NotInForceError):
        value_on("data.access", date(2024, 10, 16), world.mitra)
    assert value_on("data.access", date(2024, 10, 17), None).value == 72


def test_an_own_value_holds_from_its_day_on_for_its_organisation_alone(world: World) -> None:
    set_value(world, 55, today())
    assert [holds(world.mitra), holds(world.mitra, today() - timedelta(1))] == [55, 60]
    assert [holds(world.koordinasi), holds(None)] == [60, 60]


def test_where_an_own_value_ends_the_shipped_one_holds_again(world: World) -> None:
    value = set_value(world, 55, today())
    end_value(world, value, today() + timedelta(10))
    assert [holds(world.mitra, today() + timedelta(n)) for n in (0, 9, 10)] == [55, 55, 60]


def test_a_value_ended_on_its_first_day_never_held_and_can_be_set_anew(world: World) -> None:
    end_value(world, set_value(world, 5, today()), today())
    assert holds(world.mitra) == 60
    set_value(world, 55, today())
    assert holds(world.mitra) == 55


def test_a_later_value_takes_over_from_one_that_held_until_further_notice(world: World) -> None:
    set_value(world, 55, today())
    set_value(world, 58, today() + timedelta(5))
    assert [holds(world.mitra, today() + timedelta(n)) for n in (4, 5)] == [55, 58]


def test_two_values_that_begin_on_one_day_are_refused(world: World) -> None:
    set_value(world, 55, today())
    assert codes(lambda: set_value(world, 58, today())) == ["rulebook.overlaps"]
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnValue.objects.create(organisation_id=world.mitra, rule=RULE, value=58, since=today(), source="x")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"rule": "age.invented"}, "rulebook.unknown_rule"),
        ({"unit": "days"}, "rulebook.wrong_unit"),
        ({"unit": "moons"}, "value.not_a_choice"),
        ({"value": -1}, "rulebook.out_of_range"),
        ({"value": 10**25}, "rulebook.out_of_range"),
        ({"value": "sixty"}, "value.bad_number"),
        ({"value": 5.5}, "value.bad_number"),
        ({"source": ""}, "value.missing"),
        ({"source": "12"}, "value.no_letter"),
        ({"reason": "  "}, "value.missing"),
        ({"since": "2026-02-30"}, "value.bad_date"),
        ({"since": "0001-01-01"}, "rulebook.day_out_of_reach"),
        ({"until": "2020-01-01"}, "rulebook.ends_first"),
        ({"rule": "data.access", "unit": "hours", "value": 73}, "rulebook.longer_than_law"),
        ({"rule": "violence.report", "unit": "hours", "value": 73}, "rulebook.longer_than_law"),
        ({"rule": "data.backups", "unit": "days", "value": 5}, "rulebook.fixed"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    assert codes(lambda: set_value(world, **{"value": 55, "since": today(), **wrong})) == [code]
    assert not OwnValue.objects.exists()


def test_a_deadline_of_the_law_may_be_kept_more_strictly(world: World) -> None:
    set_value(world, 24, today(), rule="data.access", unit="hours")
    assert value_on("data.access", today(), world.mitra).value == 24


def test_a_value_that_began_before_the_law_is_held_to_it_too(world: World) -> None:
    more = {"rule": "data.access", "unit": "hours"}
    assert codes(lambda: set_value(world, 100, date(2020, 1, 1), **more)) == ["rulebook.longer_than_law"]
    set_value(world, 100, date(2020, 1, 1), until="2024-10-17", **more)


def test_a_value_from_a_day_that_is_past_is_saved_and_that_is_said(world: World) -> None:
    assert set_value(world, 55, today()).note == ""
    assert set_value(world, 58, today() - timedelta(1)).note == "rulebook.in_the_past"


@pytest.mark.parametrize("who", ["ayu", "dimas", "kinasih", "wati", "bagas", "surya", "paula"])
def test_only_the_admin_and_the_programme_manager_set_values(world: World, who: str) -> None:
    value = set_value(world, 55, today(), who="lintang")
    assert codes(lambda: set_value(world, 58, today() + timedelta(1), who=who)) == ["access.not_allowed"]
    assert codes(lambda: end_value(world, value, today(), who=who)) == ["access.not_allowed"]


def test_a_stranger_finds_no_value_to_end(world: World) -> None:
    value = set_value(world, 55, today())
    assert codes(lambda: end_value(world, value, today(), who="yuni")) == ["access.not_found"]
    assert holds(world.mitra) == 55


def test_the_operator_sets_a_value_only_in_a_named_organisation(world: World) -> None:
    assert codes(lambda: run(System("law changed"), "rulebook.set_value", **body(55, today()))) == ["access.not_found"]
    run(System("law changed", world.mitra), "rulebook.set_value", **body(55, today()))
    assert [holds(world.mitra), holds(world.koordinasi)] == [55, 60]


def test_who_set_or_ended_a_value_meanwhile_is_seen_first(world: World) -> None:
    set_value(world, 55, today(), base=0)
    assert codes(lambda: set_value(world, 58, today() + timedelta(5), base=0)) == ["journal.stale"]
    value = set_value(world, 58, today() + timedelta(5), base=1)
    end_value(world, value, today() + timedelta(9), base=1)
    assert codes(lambda: end_value(world, value, today() + timedelta(8), base=1)) == ["journal.stale"]


def test_the_book_holds_every_rule_with_what_holds_and_what_does_not(world: World) -> None:
    set_value(world, 55, today())
    end_value(world, set_value(world, 58, today() + timedelta(5)), today() + timedelta(5))
    (entry,) = [entry for entry in book_for(world.actor("wati"), today()) if entry.rule.name == RULE]
    assert entry.holds is not None
    assert entry.holds.own is not None
    assert [one.value for one in entry.others] == [60]
