"""What a list says of work abroad is kept as roughly as it is known; what cannot be kept is said, before and after."""

from __future__ import annotations

from typing import Any

import pytest

from purnadaya.imports.models import ImportRow
from purnadaya.people.models import Episode
from tests.imports.acts import book, give, read, take
from tests.imports.pages import first_sheet, given, work
from tests.imports.pages import read as read_page
from tests.world import World

pytestmark = pytest.mark.django_db

HEADING = ("No", "Nama", "Tgl Lahir", "L/P", "Kalurahan", "Status", "Negara", "Berangkat", "Pulang")


def abroad(name: str, country: Any, left: Any, back: Any, **more: Any) -> tuple[Any, ...]:
    return (1, name, more.get("birth", "12-8-1985"), "P", "Hargotirto", "Purna PMI", country, left, back)


def taken(world: World, *lines: tuple[Any, ...]) -> dict[int, ImportRow]:
    file = give(world, book(Anggota=[HEADING, *lines]))
    read(world, file)
    return take(world, file)


def stays() -> list[tuple[str, str, str]]:
    return list(Episode.objects.values_list("country", "departed", "returned"))


@pytest.mark.parametrize(
    ("left", "back", "kept"),
    [
        (2015, 2019, ("HK", "2015", "2019")),
        ("Maret 2015", None, ("HK", "2015-03", "")),
        ("12-3-2015", "2019", ("HK", "2015-03-12", "2019")),
    ],
)
def test_a_year_or_a_month_is_enough(world: World, left: Any, back: Any, kept: tuple[str, str, str]) -> None:
    done = taken(world, abroad("Suminah", "Hongkong", left, back))
    assert stays() == [kept]
    assert done[2].told == []


@pytest.mark.parametrize(("country", "left"), [("Hongkong", None), (None, 2015), ("Hongkong, Taiwan", 2015)])
def test_what_cannot_be_kept_is_said_also_afterwards(world: World, country: Any, left: Any) -> None:
    done = taken(world, abroad("Suminah", country, left, 2019))
    assert stays() == []
    assert (done[2].state, [one["code"] for one in done[2].told]) == ("done", ["imports.abroad_not_whole"])


def test_of_somebody_known_it_is_said_that_it_is_not_written(world: World) -> None:
    done = taken(world, abroad("Sari Lestari", "Hongkong", 2015, 2019, birth="21-4-1990"))
    assert done[2].person == world.people["sari"]
    assert "imports.abroad_known" in [one["code"] for one in done[2].told]


def test_the_page_shows_what_is_kept_and_what_is_not(world: World) -> None:
    client = world.browser("kinasih")
    lines = (abroad("Suminah", "Hongkong", 2015, 2019), abroad("Poniyem", "Taiwan", None, 2019, birth="3-4-1970"))
    sheet = first_sheet(given(client, [HEADING, *lines]))
    read_page(world, client, sheet)
    address = f"/impor/lembar/{sheet.id}/"
    page = client.get(f"{address}?state=new").content.decode()
    assert "Hong Kong SAR China, 2015 – 2019" in page
    assert "Country and years are not kept: for that we need one country" in page
    client.post(f"{address}masuk/", {})
    work(world, sheet)
    assert "for that we need one country" in client.get(f"{address}?state=done").content.decode()
    assert world.browser("rina").get(address).status_code == 404
