"""The pages of numbers: what they show to whom, and that every number is as long as its list."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.tallies import measures
from purnadaya.tallies.measures import Split
from purnadaya.tallies.queries import Question, figures
from purnadaya.tallies.rules.traits import year
from tests.groups.acts import day, decide, found, hold, join, members, present, teach_others
from tests.groups.test_meeting_pages import text
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<td class="number" data-label="[^"]*"><a href="([^"]+)"[^>]*>([^<]+)</a>')
LISTED = re.compile(r"(\d+) entr(?:y|ies), together ([\d,.]+)")
THIS_YEAR = SYSTEM_CLOCK.today().year
LEVELS = ("34", "34.01", "34.01.08", HARGOTIRTO)


def page(world: World, address: str = "", who: str = "kinasih", status: int = 200) -> str:
    response = world.browser(who).get(f"/angka/{address}")
    assert response.status_code == status, address
    return text(response)


@pytest.fixture
def groups(world: World) -> tuple[UUID, UUID]:
    """Two groups that met, taught, decided; one in Hargotirto, one in Banaran, where Ayu does not go."""
    first = found(world, terrain="mountain")
    other = found(world, who="kinasih", name="Sekar Banaran", village=BANARAN, terrain="coast")
    came = members(world, first, 3)
    join(world, first, world.people["sari"])
    join(world, other, world.people["painem"])
    for ago in (1, 2):
        held = hold(world, first, on=_this_year(ago), attendance=present(*came), guests_women=2)
        world.run(
            "ayu", "groups.record_lesson", meeting=held, lesson=new_id(), topic="gender", minutes=45, teacher=came[0]
        )
    meeting = hold(world, other, on=_this_year(1), who="kinasih", attendance=present(world.people["painem"]))
    decide(world, meeting, who="kinasih")
    teach_others(world, held_on=_this_year(1).isoformat(), men_25_59=3)
    ways = (("MY", "agency"), ("HK", "agency"), ("HK", "unofficial"))
    for person, (country, channel) in zip(came, ways, strict=True):
        world.run(
            "kinasih", "people.record_episode", person=person, episode=new_id(), country=country, sector="household",
            channel=channel, departed="2001", returned=str(_this_year(1)), reason="contract_ended",
        )  # fmt: skip
    return first, other


def _this_year(ago: int) -> Any:
    """So many days ago, or else a day at the beginning of this year."""
    then = day(ago)
    return then if then.year == THIS_YEAR else SYSTEM_CLOCK.today() - timedelta(0)


def links(told: str) -> list[tuple[str, int]]:
    """Every number of a page that leads to a list: its address and how many it says; shares left out."""
    found_ = ((unescape(url), shown) for url, shown in LINK.findall(told) if "/daftar/" in url and "%" not in shown)
    return [(url, _number(shown)) for url, shown in found_]


def _number(shown: str) -> int:
    if hours := re.fullmatch(r"([\d,]+) h(?: (\d+) min)?", shown):
        return int(hours[1].replace(",", "")) * 60 + int(hours[2] or 0)
    return int(shown.replace(",", ""))


def listed(world: World, url: str, who: str) -> int:
    """How many a list says it holds together."""
    response = world.browser(who).get(url)
    assert response.status_code == 200, url
    told = text(response)
    counted = LISTED.search(told)
    return int(counted[2].replace(",", "")) if counted else 0


@pytest.mark.parametrize("who", ["kinasih", "ayu", "arum"])
def test_every_number_is_as_long_as_its_list_at_every_level(world: World, groups: tuple[UUID, UUID], who: str) -> None:
    seen = 0
    for asked in ("", *(f"?place={code}" for code in LEVELS), f"?group={groups[0]}"):
        for url, shown in links(page(world, asked, who)):
            assert listed(world, url, who) == shown, url
            seen += shown > 0
    assert seen > 20


@pytest.mark.parametrize("split", ["sex", "age", "terrain"])
def test_the_parts_of_a_number_are_as_long_as_their_lists(world: World, groups: tuple[UUID, UUID], split: str) -> None:
    told = links(page(world, f"?place=34.01&split={split}"))
    assert any(f"{split}=" in url for url, _shown in told)
    for url, shown in told:
        assert listed(world, url, "kinasih") == shown, url


def test_the_labels_of_a_measure_are_as_long_as_their_lists(world: World, groups: tuple[UUID, UUID]) -> None:
    for key in ("groups.attendances", "groups.minutes", "groups.reached", "groups.active", "people.returns"):
        told = page(world, f"ukuran/{key}/?place=34.01")
        for url, shown in links(told):
            assert listed(world, url, "kinasih") == shown, url
    returns = dict(links(told))
    by = {part: sorted(n for url, n in returns.items() if f"{part}=" in url) for part in ("label_one", "label_other")}
    assert by == {"label_one": [1, 2], "label_other": [1, 2]}, "Malaysia and Hong Kong; by agency and without papers"


def test_a_facilitator_counts_only_what_she_reaches_and_is_told_so(world: World, groups: tuple[UUID, UUID]) -> None:
    whole, part = page(world, "?place=34.01"), page(world, "?place=34.01", "ayu")
    assert "Counted is the part of this place that you work in." in part
    assert "Counted is the part" not in whole
    assert _of(whole, "groups.meetings") == 3
    assert _of(part, "groups.meetings") == 2


def _of(told: str, key: str) -> int:
    return next(shown for url, shown in links(told) if f"/daftar/{key}/" in url)


def test_an_auditor_sees_figures_without_lists_and_no_small_ones(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "?place=34.01", "bagas")
    assert links(told) == []
    assert "hidden" in told
    assert "so few that it could be known who they are" in told
    assert world.browser("bagas").get("/angka/daftar/groups.meetings/?place=34.01").status_code == 404


def test_who_sees_no_small_figures_gets_sums_of_two_things_and_not_what_lies_between(
    world: World, groups: tuple[UUID, UUID]
) -> None:
    told = {who: page(world, "ukuran/people.returns/?place=34.01", who) for who in ("kinasih", "bagas")}
    tables = {who: re.findall(r'<h2 id="by-(\w+)"', one) for who, one in told.items()}
    assert set(tables["kinasih"]) - set(tables["bagas"]) == {"label"}
    assert {"label_one", "label_other"} < set(tables["bagas"])
    page(world, "keluar/by-label/csv/?measure=people.returns&place=34.01", "bagas", status=404)
    asked = Question(("people.returns",), year(THIS_YEAR), "34.01", by=frozenset({Split.LABEL}))
    assert {one.cell.label for one in figures(world.actor("bagas"), asked).figures} == {None}


def test_of_a_group_all_is_told_whatever_place_stands_beside_it(world: World, groups: tuple[UUID, UUID]) -> None:
    alone = links(page(world, f"?group={groups[0]}"))
    assert links(page(world, f"?group={groups[0]}&place={BANARAN}")) == alone
    assert any(n > 0 for _url, n in alone)


def test_a_stranger_finds_neither_place_group_nor_list(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "?place=34.01", "rina")
    assert "Sekar" not in told
    assert _of(told, "people.registered") == 1
    page(world, f"?group={groups[0]}", "rina", status=404)
    page(world, f"daftar/groups.meetings/?group={groups[0]}", "rina", status=404)
    page(world, f"keluar/overview/csv/?group={groups[0]}", "rina", status=404)


def test_who_has_no_role_for_figures_finds_no_page(world: World) -> None:
    page(world, "", "surya", status=404)
    page(world, "", "paula", status=404)
    assert "/angka/" not in text(world.browser("paula").get("/"))


def test_a_facilitator_does_not_find_a_place_she_does_not_reach(world: World, groups: tuple[UUID, UUID]) -> None:
    page(world, f"?place={BANARAN}", "ayu", status=404)
    page(world, f"daftar/groups.meetings/?place={BANARAN}", "ayu", status=404)


def test_what_nobody_wrote_down_is_said_and_is_not_none(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, f"?place={DEMANGREJO}&period=1995")
    assert "Nothing is written down for this place yet" in told
    assert "The first record here is of" in told
    assert "No record yet:" in page(world, "?place=34.01")
    assert "no record yet" in page(world, "ukuran/groups.meetings/?place=34.01&period=1995")


@pytest.mark.parametrize("place", ["34.01.99", "99", "x", "34.01.08.2005.1", "'; drop table", "34.01.08.2005%00"])
def test_a_place_that_is_none_is_not_found(world: World, place: str) -> None:
    assert world.browser("kinasih").get(f"/angka/?place={place}").status_code == 404


@pytest.mark.parametrize("group", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_group_that_is_none_is_not_found(world: World, group: str) -> None:
    page(world, f"?group={group}", status=404)


@pytest.mark.parametrize("asked", ["period=2026-13", "period=x", "from=2026-02-01&until=2026-01-01", "from=2026-02-01"])
def test_a_period_that_is_none_is_said_and_this_year_is_shown(world: World, asked: str) -> None:
    told = page(world, f"?{asked}")
    assert "These days make no period." in told
    assert f"All we do · {THIS_YEAR}" in told


@pytest.mark.parametrize("key", ["groups.nothing", "x", "groups.meetings'"])
def test_a_measure_that_is_none_is_not_found(world: World, key: str) -> None:
    page(world, f"ukuran/{key}/", status=404)
    page(world, f"daftar/{key}/", status=404)


def test_any_days_are_asked_for_in_two_boxes(world: World) -> None:
    told = page(world, "?period=2026-q1")
    assert 'name="from" value="2026-01-01"' in told
    assert 'name="until" value="2026-03-31"' in told


def test_any_days_are_counted_and_said_to_take_longer(world: World, groups: tuple[UUID, UUID]) -> None:
    first, last = _this_year(2).isoformat(), _this_year(1).isoformat()
    told = page(world, f"?place=34.01&from={first}&until={last}")
    assert "which takes longer" in told
    assert _of(told, "groups.meetings") == 3
    for url, shown in links(told):
        assert listed(world, url, "kinasih") == shown, url


def test_a_sex_corrected_afterwards_counts_back(world: World, groups: tuple[UUID, UUID]) -> None:
    before = page(world, "?place=34.01&split=sex")
    assert "sex=male" not in "".join(url for url, shown in links(before) if "people.registered" in url and shown)
    world.run("kinasih", "people.correct_person", base=1, person=world.people["sari"], changes={"sex": "male"})
    after = links(page(world, "?place=34.01&split=sex"))
    assert ("people.registered", 1) in [
        ("people.registered", shown) for url, shown in after if "people.registered" in url and "sex=male" in url
    ]


def test_more_groups_and_meetings_cost_no_more_questions(world: World, groups: tuple[UUID, UUID]) -> None:
    def asked(address: str) -> int:
        browser = world.browser("kinasih")
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert browser.get(address).status_code == 200
        return len(told)

    addresses = ("/angka/?place=34.01.08", "/angka/ukuran/groups.meetings/?place=34.01.08",
                 "/angka/daftar/groups.attendances/?place=34.01.08")  # fmt: skip
    before = [asked(one) for one in addresses]
    for number in range(3):
        more = found(world, name=f"Melati {number}")
        hold(world, more, on=_this_year(1), attendance=present(*members(world, more, 2)))
    assert [asked(one) for one in addresses] == before


def test_the_page_of_a_measure_tells_in_plain_words_what_counts(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "ukuran/groups.participants/?place=34.01")
    assert "How many different persons of the registry were at meetings" in told
    assert "<title>Month by month" in told
    assert "<desc>Most: " in told
    assert "What is counted, and how" in told
    assert "Different participants" in page(world, "ukuran/")


def test_places_stand_side_by_side_by_the_numbers_that_were_chosen(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "banding/?place=34.01&measure=groups.meetings&measure=groups.members&measure=x")
    assert 'data-label="Meetings"' in told
    assert 'data-label="Members"' in told
    assert "Kokap" in told
    assert "There is no smaller place here" in page(world, f"banding/?place={HARGOTIRTO}")


def test_a_village_leads_to_its_groups_and_a_group_back(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, f"?place={HARGOTIRTO}")
    assert f"group={groups[0]}" in told
    assert "Putri Menoreh" in told
    assert f"place={HARGOTIRTO}" in page(world, f"?group={groups[0]}")


def test_a_measure_that_was_renamed_is_found_under_its_old_name(
    world: World, groups: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(measures._former, "groups.gatherings", "groups.meetings")
    answer = world.browser("kinasih").get("/angka/ukuran/groups.gatherings/?place=34.01")
    assert answer["Location"].startswith("/angka/ukuran/groups.meetings/?place=34.01")
    assert listed(world, "/angka/daftar/groups.gatherings/?place=34.01", "kinasih") == 3


def test_the_menu_leads_to_numbers_for_whoever_may_see_them(world: World) -> None:
    for who in ("kinasih", "ayu", "wati", "arum", "bagas"):
        assert 'href="/angka/"' in text(world.browser(who).get("/")), who


def test_the_first_page_of_an_empty_house_teaches(world: World) -> None:
    told = page(world, "?place=33")
    assert "Numbers come by themselves" in told
    assert "All numbers" not in told


PERSONS = "people.registered"


def test_where_no_group_stands_behind_a_number_it_is_left_out_and_not_said_to_be_none(
    world: World, groups: tuple[UUID, UUID]
) -> None:
    for asked in ("?place=34.01&land=mountain", f"?group={groups[0]}"):
        told = page(world, asked)
        assert "groups.meetings" in told
        assert PERSONS not in told
    page(world, f"ukuran/{PERSONS}/?group={groups[0]}", status=404)
    page(world, f"daftar/{PERSONS}/?group={groups[0]}", status=404)


def test_a_measure_of_persons_is_not_asked_for_by_land(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, f"ukuran/{PERSONS}/?place=34.01&land=mountain")
    assert 'name="land"' not in told
    assert _of(told, PERSONS) > 0
    assert 'name="land"' in page(world, "ukuran/groups.meetings/?place=34.01")


def test_what_a_list_and_a_page_are_narrowed_to_is_said(world: World, groups: tuple[UUID, UUID]) -> None:
    assert "Land: Mountain" in page(world, "?place=34.01&land=mountain")
    assert "Land: Mountain" in page(world, "daftar/groups.meetings/?place=34.01&land=mountain")


def test_other_days_keep_land_and_split(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "?place=34.01&land=mountain&split=sex")
    days, place = told[told.index('name="from"') :], told[told.index("Another place, or other days") :]
    for kept in ('name="land" value="mountain"', 'name="split" value="sex"'):
        assert kept in days
        assert kept in place


def test_posts_are_told_by_sex_where_the_page_is_split_so(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "ukuran/groups.attendances/?place=34.01&split=sex")
    both = [(url, shown) for url, shown in links(told) if "label=" in url and "sex=" in url]
    assert sum(shown for _url, shown in both) == _of(told, "groups.attendances")
    for url, shown in both:
        assert listed(world, url, "kinasih") == shown, url


def test_who_sees_no_small_figures_gets_nothing_across(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "ukuran/groups.attendances/?place=34.01&split=sex", "bagas")
    by_label = told[told.index('id="by-label"') :]
    assert 'data-label="Women"' not in by_label[: by_label.index("</section>")]


def test_places_compared_keep_their_numbers_in_another_period(world: World, groups: tuple[UUID, UUID]) -> None:
    told = page(world, "banding/?place=34.01&measure=groups.minutes")
    assert 'type="hidden" name="measure" value="groups.minutes"' in told
    assert re.search(rf"\?[^\"]*period={THIS_YEAR - 1}[^\"]*measure=groups\.minutes\"", told)


def test_where_there_was_no_meeting_a_share_is_of_nothing_though_there_is_a_record(
    world: World, groups: tuple[UUID, UUID]
) -> None:
    told = page(world, f"?place={DEMANGREJO}")
    assert _of(told, PERSONS) == 1
    assert "nothing counted" in told
    assert "no record yet" not in told


@pytest.mark.parametrize("at", ["", *LEVELS])
def test_a_page_of_numbers_asks_few_questions_whatever_it_is_of(
    world: World, groups: tuple[UUID, UUID], at: str, django_assert_max_num_queries: Any
) -> None:
    browser = world.browser("kinasih")
    for period in (THIS_YEAR, f"{THIS_YEAR}-q2", f"{THIS_YEAR}-03"):
        with django_assert_max_num_queries(45):
            assert browser.get(f"/angka/?place={at}&period={period}").status_code == 200
