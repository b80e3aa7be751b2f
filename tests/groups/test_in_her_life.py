"""What groups tell of one person: on her life line, and on her page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.groups.rules.meetings import Attended, Line
from purnadaya.groups.rules.years import Said, years_of
from purnadaya.kernel.ids import new_id
from tests.groups.acts import day, decide, found, hold, join, present
from tests.people.test_life import sari
from tests.people.test_life_line import line, told
from tests.people.test_pages import page_of
from tests.world import BANARAN, DEMANGREJO, World


def post(world: World, group: UUID, person: Any, what: str = "chair", since: str = "2019-02-03") -> UUID:
    """She holds a post; the id of her term."""
    term = new_id()
    world.run("kinasih", "groups.take_post", group=group, term=term, person=person, post=what, since=since)
    return term


def whole_life(world: World) -> UUID:
    """A group, with all that can happen in it; its id."""
    group, her = found(world), sari(world)
    membership = join(world, group, her, since="2019-01-02")
    term = post(world, group, her)
    for month in (3, 4, 5):
        hold(world, group, date(2020, month, 7), attendance=present(her))
    absent = [{"person": str(her), "attended": "absent"}]
    meeting = hold(world, group, date(2020, 6, 7), attendance=absent)
    world.run("ayu", "groups.record_lesson", meeting=meeting, lesson=new_id(), topic="gender", minutes=60, teacher=her)
    done, dropped = (
        decide(world, meeting, what=what, due="2020-07-01", owner=str(her), by_all=False)
        for what in ("Menulis surat", "Membeli tikar")
    )
    world.run("ayu", "groups.complete_decision", decision=done, done_on="2020-06-30", outcome="Sudah dikirim")
    world.run("ayu", "groups.drop_decision", decision=dropped, reason="Tidak jadi")
    world.run("ayu", "groups.leave_post", group=group, term=term, until="2021-01-01")
    world.run("ayu", "groups.leave_group", group=group, membership=membership, until="2021-02-01", why="family")
    return group


WHOLE = [
    "Came into our registry",
    "Left the group Putri Menoreh",
    "No longer Chair of Putri Menoreh",
    "Did what she had taken on",
    "Took something on for Putri Menoreh",
    "Taught in Putri Menoreh",
    "Came to 3 of 4 meetings of Putri Menoreh",
    "Chair of Putri Menoreh",
    "Joined the group Putri Menoreh",
]


@pytest.mark.django_db
def test_her_life_line_tells_what_she_was_in_her_group(world: World) -> None:
    whole_life(world)
    page = line(world)
    assert told(page) == WHOLE
    assert "Gender and equality" in page
    assert "Menulis surat<br>Sudah dikirim" in page
    assert "Membeli tikar" not in page


@pytest.mark.django_db
def test_it_is_narrowed_to_what_she_taught(world: World) -> None:
    whole_life(world)
    assert told(line(world, kind="taught")) == ["Taught in Putri Menoreh"]


@pytest.mark.django_db
def test_of_a_group_out_of_her_sight_the_reader_learns_nothing(world: World) -> None:
    """Sari lives where Ayu goes; the group is at home where she does not."""
    far = found(world, "kinasih", name="Sekar Banaran", village=BANARAN)
    join(world, far, sari(world), since="2019-01-02")
    meeting = hold(world, far, who="kinasih", attendance=present(sari(world)))
    decide(world, meeting, "kinasih", owner=str(sari(world)), by_all=False)
    for page in (line(world, "ayu"), page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))):
        assert "Banaran" not in page
        assert "Menyiapkan usulan" not in page
    assert "Joined the group Sekar Banaran" in told(line(world, "kinasih"))
    assert "Sekar Banaran" in page_of(world.browser("kinasih").get(f"/orang/{sari(world)}/"))


@pytest.mark.django_db
def test_what_was_struck_or_cancelled_is_not_told(world: World) -> None:
    group, her = found(world), sari(world)
    membership = join(world, group, her, since="2019-01-02")
    term = post(world, group, her)
    meeting = hold(world, group, day(9), attendance=present(her))
    world.run("ayu", "groups.strike_post", group=group, term=term, reason="Bukan dia")
    world.run("ayu", "groups.strike_membership", group=group, membership=membership, reason="Bukan dia")
    world.run("ayu", "groups.cancel_meeting", meeting=meeting, reason="Hujan")
    assert told(line(world)) == ["Came into our registry"]
    assert "In no group that you may see" in page_of(world.browser("ayu").get(f"/orang/{her}/"))


@pytest.mark.django_db
def test_a_guest_is_told_as_a_guest(world: World) -> None:
    group = found(world)
    hold(world, group, date(2020, 3, 7), attendance=present(sari(world), guest=True))
    assert told(line(world, kind="meeting")) == ["Guest at 1 meeting of Putri Menoreh"]


@pytest.mark.django_db
def test_what_happened_under_her_other_entry_is_hers(world: World) -> None:
    other = UUID(world.run("kinasih", "people.register_person", **world.person("Sari L")).of.id)
    group = found(world)
    join(world, group, other, since="2019-01-02")
    hold(world, group, date(2020, 3, 7), attendance=present(other))
    world.run("kinasih", "people.merge_persons", person=sari(world), other=other)
    assert "Came to 1 of 1 meeting of Putri Menoreh" in told(line(world))
    assert "Putri Menoreh" in page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))


@pytest.mark.django_db
def test_her_page_shows_her_groups_her_posts_and_when_she_last_came(world: World) -> None:
    whole_life(world)
    now = found(world, name="Sekar Melati", village=DEMANGREJO)
    join(world, now, sari(world), since="2022-01-02")
    post(world, now, sari(world), "secretary", "2022-03-04")
    page = page_of(world.browser("ayu").get(f"/orang/{sari(world)}/"))
    assert f'href="/kelompok/{now}/"' in page
    assert "Secretary · since 2 Jan 2022" in page
    assert "from 2 Jan 2019 until 1 Feb 2021" in page
    assert "Chair</span>" in page
    assert "Last came to Putri Menoreh on 7 May 2020" in page


@pytest.mark.django_db
def test_a_stranger_finds_neither_her_page_nor_her_story(world: World) -> None:
    whole_life(world)
    for address in ("", "kisah/"):
        assert world.browser("rina").get(f"/orang/{sari(world)}/{address}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "kisah/"])
def test_many_groups_ask_no_more_questions_than_one(world: World, address: str) -> None:
    def questions() -> int:
        browser = world.browser("ayu")
        browser.get(f"/orang/{sari(world)}/{address}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/orang/{sari(world)}/{address}")
        return len(asked)

    whole_life(world)
    few = questions()
    for number in range(4):
        group = found(world, name=f"Kelompok {number}")
        join(world, group, sari(world), since="2019-01-02")
        post(world, group, sari(world))
        meeting = hold(world, group, date(2022, 1, 7), attendance=present(sari(world)))
        decide(world, meeting, owner=str(sari(world)), by_all=False)
    assert questions() == few


# --- years -----------------------------------------------------------------------------------

GROUPS = [UUID(int=1), UUID(int=2)]
MEETINGS = [(UUID(int=100 + n), GROUPS[n % 2], date(2019 + n // 4, 1 + n % 12, 5)) for n in range(12)]
SAID = st.builds(
    lambda meeting, attended, guest: Said(meeting[1], meeting[0], meeting[2], Line(attended, guest=guest)),
    st.sampled_from(MEETINGS), st.sampled_from(list(Attended)), st.booleans(),
)  # fmt: skip


@given(st.lists(SAID))
def test_each_meeting_she_came_to_counts_once_in_whatever_order_it_was_said(said: list[Said]) -> None:
    years = years_of(said)
    came = {one.meeting for one in said if one.line.attended is Attended.PRESENT}
    assert sum(year.came for year in years) == len(came)
    assert years == years_of(said[::-1])


@given(st.lists(SAID))
def test_she_never_came_more_often_than_was_said_of_her(said: list[Said]) -> None:
    for year in years_of(said):
        assert 1 <= year.came <= year.of
        assert year.last in {one.held_on for one in said if one.group == year.group}
