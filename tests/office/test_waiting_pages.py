"""The pages of the waiting room: whatever came in can be looked at, and whom it concerns is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from purnadaya.journal.models import WaitingItem
from purnadaya.journal.waiting import lay_aside, take_in
from purnadaya.kernel.ids import new_id
from tests.office.test_office import read
from tests.world import World


def waits(world: World, kind: str, body: Any, who: str = "ayu", **more: Any) -> WaitingItem:
    raw = json.dumps({"id": str(new_id()), "kind": kind, "body": body, **more}).encode()
    item = take_in(raw, world.actor(who), "lines")
    assert isinstance(item, WaitingItem)
    return item


def page_of(item: WaitingItem) -> str:
    return f"/perlu-diperiksa/{item.id}/"


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        ("people.correct_person", {"changes": "abc"}, "abc"),
        ("people.correct_person", {"changes": ["abc"]}, "abc"),
        ("people.correct_person", {"changes": None, "name": "abc"}, "abc"),
        ("people.register_person", {"sex": ["female"]}, "['female']"),
        ("people.register_person", {"sex": {"a": 1}, "birth": ["abc"]}, "abc"),
        ("people.register_person", {"birth": 1990.5, "village": {"abc": 1}}, "abc"),
        ("people.register_person", {"birth": "abc", "name": True}, "True"),
        ("people.register_person", {"changes": {"name": "abc"}}, "abc"),
        ("people.invent", {"changes": 5}, "5"),
        ("people.invent", {"abc": [[]]}, "abc"),
    ],
)
def test_whatever_shape_a_line_has_its_page_shows_it(world: World, kind: str, body: Any, shown: str) -> None:
    assert shown in read(world.browser("kinasih"), page_of(waits(world, kind, body)))


def test_a_masked_field_of_no_known_shape_stays_masked(world: World) -> None:
    item = waits(world, "people.register_person", {"changes": 1, "phone": ["0812 3456 7890"]})
    assert "3456" not in read(world.browser("kinasih"), page_of(item))


def test_whom_a_line_concerns_is_said_to_who_may_see_her(world: World) -> None:
    item = waits(world, "people.correct_person", {"person": str(world.people["painem"]), "changes": {"name": "Nem"}})
    page = read(world.browser("kinasih"), page_of(item))
    assert "Whom it concerns" in page
    assert "Painem" in page


def test_whom_a_line_concerns_is_not_told_to_who_may_not_see_her(world: World) -> None:
    item = waits(world, "people.correct_person", {"person": str(world.people["ginem"]), "changes": {"name": "Nem"}})
    page = read(world.browser("kinasih"), page_of(item))
    assert "someone you may not see" in page
    assert "Ginem" not in page


def test_a_role_asked_for_in_a_file_is_shown_with_its_user_and_not_given_from_here(world: World) -> None:
    wish = {"grant": str(new_id()), "user": str(world.users["ayu"]), "role": "coordinator"}
    item, browser = waits(world, "access.give_role", wish), world.browser("lintang")
    page = read(browser, page_of(item))
    assert "Whom it concerns" in page
    assert page.count("Ayu Hapsari") > 1
    assert "Try again now" not in page
    assert "made on the user's page" in page
    assert browser.post(f"{page_of(item)}penerapan/").status_code == 422
    assert world.actor("ayu").roles == {"facilitator"}


def test_the_author_of_a_line_stays_readable_after_it_was_applied(world: World) -> None:
    item = waits(world, "people.correct_person", {"person": str(world.people["painem"]), "changes": {"name": "Nem"}},
                 base=1)  # fmt: skip
    browser = world.browser("kinasih")
    assert browser.post(f"{page_of(item)}penerapan/").status_code == 302
    page = read(browser, page_of(item))
    assert "Ayu Hapsari wanted to" in page
    assert "This was applied later." in page


def test_both_lists_come_in_pages(world: World) -> None:
    items = [waits(world, "people.register_person", {"name": str(number)}) for number in range(102)]
    for item in items[:51]:
        lay_aside(item, world.actor("kinasih"), "typed twice")
    browser = world.browser("kinasih")
    for address, waiting, settled in (
        ("/perlu-diperiksa/", 50, 50),
        ("/perlu-diperiksa/?page=2", 1, 50),
        ("/perlu-diperiksa/?settled=1&page=2", 0, 1),
        ("/perlu-diperiksa/?page=x", 50, 50),
    ):
        first, _, second = read(browser, address).partition('id="settled"')
        assert (first.count("ledger-row"), second.count("ledger-row")) == (waiting, settled), address
    assert "?settled=1&page=2" in read(browser, "/perlu-diperiksa/")
