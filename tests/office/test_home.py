"""Home names whom to go and see: lately back and not met, and with a consent that ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import Consent, Episode, Person, Visit
from purnadaya.people.queries import longest_back_first
from purnadaya.ui import pages
from tests.people.test_finding import days_ago, listed, people, today
from tests.people.test_life import EPISODE, sari, write
from tests.people.test_pages import page_of
from tests.people.test_twins import compare_all
from tests.world import World


def home(world: World, who: str = "ayu") -> str:
    return page_of(world.browser(who).get("/"))


def lately_back(world: World, person: UUID, days: int = 100) -> None:
    Person.objects.filter(id=person).update(registered_at=SYSTEM_CLOCK.now() - timedelta(days=60))
    stay = {**EPISODE, "departed": "2020", "returned": days_ago(days)}
    write(world, "episode", who="kinasih", person=person, **stay)


def test_home_names_who_is_lately_back_and_not_met_until_somebody_met_her(world: World) -> None:
    lately_back(world, sari(world))
    page = home(world)
    assert "Lately back, not met yet" in page
    assert re.search(r"\d+ days left to ask BP3MI", page)
    write(world, "visit", met_on=days_ago(29), note="x")
    assert "Lately back" not in home(world)


@pytest.mark.parametrize("kind", ["consent", "functioning"])
def test_who_agreed_or_answered_was_met(world: World, kind: str) -> None:
    lately_back(world, sari(world))
    bodies = {
        "consent": {"purpose": "photo", "way": "thumb", "given_on": days_ago(2), "notice": "sheet"},
        "functioning": {"asked_on": days_ago(2), "seeing": "none"},
    }
    write(world, kind, **bodies[kind])
    assert "Lately back" not in home(world)


def test_who_was_met_long_ago_who_left_and_who_came_back_long_ago(world: World) -> None:
    lately_back(world, sari(world))
    write(world, "visit", met_on=days_ago(31), note="x")
    assert "Lately back" in home(world)
    world.run("ayu", "people.record_leaving", person=sari(world), why="moved_away", on=days_ago(0))
    assert "Lately back" not in home(world)
    lately_back(world, world.people["tumini"], days=400)
    assert "Lately back" not in home(world, "kinasih")


def test_home_keeps_to_her_area_and_to_who_may_read_of_a_life(world: World) -> None:
    lately_back(world, sari(world))
    assert "Lately back" in home(world, "dimas")
    for who in ("wati", "arum", "lintang", "rina", "bagas"):
        assert "Lately back" not in home(world, who)


def consent(world: World, days: int, **more: str) -> None:
    body = {"purpose": "photo", "way": "thumb", "given_on": days_ago(300), "notice": "sheet", **more}
    write(world, "consent", until=days_ago(-days), **body)


def test_home_names_consents_that_end_within_thirty_days_and_were_not_given_anew(world: World) -> None:
    consent(world, 31)
    assert "Consents that end soon" not in home(world)
    consent(world, 30, purpose="contact")
    page = home(world)
    assert "Consents that end soon" in page
    assert "That we call or write to her" in page
    assert "That we take and keep photos" not in page
    consent(world, 300, purpose="contact")
    assert "Consents that end soon" not in home(world)


def test_many_are_cut_short_and_seen_in_the_list(world: World) -> None:
    for n in range(6):
        one = UUID(world.run("ayu", "people.register_person", **world.person(f"Sutinah {chr(97 + n)}")).of.id)
        lately_back(world, one, days=50 + n)
        write(world, "consent", person=one, purpose="photo", way="thumb", given_on=days_ago(300), notice="sheet",
              until=days_ago(-5))  # fmt: skip
    page = home(world)
    quiet = page[page.index('id="quiet"') : page.index('id="ending"')]
    assert listed(quiet) == [f"Sutinah {letter}" for letter in "fedcb"]
    assert "/orang/?due=contact" in page
    assert "/orang/?due=consent" in page
    assert len(people(world, "ayu", due="contact")) == len(people(world, "ayu", due="consent")) == 6


def fill(world: World, many: int) -> None:
    """So many more who came home a hundred days ago, each with a consent that ends in three days."""
    now, template = SYSTEM_CLOCK.now() - timedelta(days=60), Person.objects.get(id=sari(world))
    columns = {f.attname: getattr(template, f.attname) for f in Person._meta.fields}
    rows = [Person(**{**columns, "id": new_id(), "registered_at": now}) for _ in range(many)]
    Person.objects.bulk_create(rows)
    shared = {"organisation_id": world.mitra, "recorded_at": now}
    back = today() - timedelta(days=99)
    Episode.objects.bulk_create(
        Episode(**shared, person=one, country="MY", departed="2020", returned=back.isoformat(), back_by=back)
        for one in rows
    )
    Consent.objects.bulk_create(
        Consent(**shared, person=one, purpose="photo", given_on=back, until=today() + timedelta(days=3), notice="sheet")
        for one in rows
    )


def test_it_asks_as_many_questions_of_many_as_of_few(world: World, long: bool) -> None:
    def questions(address: str) -> int:
        browser = world.browser("kinasih")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    fill(world, 10)
    addresses = ("/", "/orang/", "/orang/?q=sari", "/orang/?due=contact", "/orang/?due=consent&mine=on")
    few = {address: questions(address) for address in addresses}
    fill(world, 10_000 if long else 300)
    assert {address: questions(address) for address in addresses} == few
    assert max(few.values()) <= 30


@contextmanager
def loaded() -> Iterator[Counter[str]]:
    """How many rows of each table become things meanwhile."""
    found: Counter[str] = Counter()

    def note(sender: type[Model], **_: object) -> None:
        found[sender.__name__] += 1

    post_init.connect(note)
    try:
        yield found
    finally:
        post_init.disconnect(note)


@pytest.mark.parametrize("who", ["kinasih", "dimas"])
def test_home_loads_no_more_rows_of_many_than_of_few(world: World, who: str) -> None:
    def rows() -> Counter[str]:
        browser = world.browser(who)
        browser.get("/")
        with loaded() as found:
            assert "Lately back, not met yet" in page_of(browser.get("/"))
        return Counter({name: found[name] for name in ("Person", "Episode", "Consent")})

    fill(world, 20)
    few = rows()
    fill(world, 300)
    assert rows() == few


def test_who_came_home_the_longest_ago_is_found_behind_many_who_were_met(world: World) -> None:
    fill(world, 40)
    person = sari(world)
    lately_back(world, person, days=20)
    shared = {"organisation_id": world.mitra, "recorded_at": SYSTEM_CLOCK.now()}
    met = Person.objects.exclude(id=person)
    Visit.objects.bulk_create(Visit(**shared, person=one, met_on=today(), note="x") for one in met)
    assert longest_back_first(world.actor("kinasih"), today(), 5) == [Person.objects.get(id=person)]


def test_everyone_is_counted_up_to_a_thousand_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 60)
    assert "Everyone (more than" not in home(world, "kinasih")
    monkeypatch.setattr(pages, "MANY", 50)
    assert "Everyone (more than 50 people)" in home(world, "kinasih")
    assert "More than" not in page_of(world.browser("kinasih").get("/orang/"))
    fill(world, 60)
    page = page_of(world.browser("kinasih").get("/orang/"))
    assert "More than 100 people" in page
    assert "Page 1 of" not in page
    last = page_of(world.browser("kinasih").get("/orang/?page=3"))
    assert "Page 3 of 3" in last


@pytest.mark.parametrize("page", ["9" * 5000, "0", "-1", "²", "1.5", ""])
def test_whatever_is_asked_for_as_a_page_there_is_one(world: World, page: str) -> None:
    assert "Sari" in page_of(world.browser("kinasih").get("/orang/", {"page": page}))


def test_what_is_no_longer_counted_says_that_there_is_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Suminah", "Wagiyem"):
        world.run("ayu", "people.register_person", **world.person(name))
        world.run("ayu", "people.register_person", **world.person(name))
    compare_all()
    assert re.search(r"[2-9] pairs of entries are perhaps one woman", home(world, "kinasih"))
    monkeypatch.setattr(pages, "MANY", 1)
    assert "1+ pair" in home(world, "kinasih")
