"""What holds of a woman who was registered twice, and of who may make two entries one."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.people.models import Functioning, Person, TwinPair
from purnadaya.people.queries.reminders import longest_back_first
from purnadaya.people.rules.life import Lifetime, Stay, stay_problems
from tests.people.test_life import sari, today, write
from tests.people.test_own_data import asked, code_of
from tests.people.test_pages import page_of
from tests.world import DEMANGREJO, HARGOTIRTO, World


def twin(world: World, name: str = "Sri Kembar", **more: str) -> UUID:
    return UUID(world.run("kinasih", "people.register_person", **world.person(name, **more)).of.id)


def merge(world: World, other: UUID, person: UUID | None = None) -> None:
    world.run("kinasih", "people.merge_persons", person=person or sari(world), other=other)


@pytest.mark.parametrize("who", ["arum", "lintang"])
def test_who_may_not_read_her_life_reads_it_in_no_history_either(world: World, who: str) -> None:
    write(world, "visit", met_on="2026-01-01", note="Rahasia kunjungan")
    episode = {"country": "MY", "sector": "care", "channel": "agency", "departed": "2015", "agency": "PT Rahasia"}
    write(world, "episode", **episode)
    write(world, "consent", purpose="photo", way="thumb", given_on="2026-01-05", notice="lembar rahasia")
    page = page_of(world.browser(who).get(f"/riwayat/person/{sari(world)}/"))
    assert "wrote down that she met a person" in page
    for value in ("Rahasia", "Malaysia", "lembar rahasia"):
        assert value not in page
    assert "Rahasia kunjungan" in page_of(world.browser("ayu").get(f"/riwayat/person/{sari(world)}/"))


def test_who_may_merge_only_one_of_the_two_merges_neither(world: World) -> None:
    user = world.users["ayu"]
    world.run("lintang", "access.give_role", user=user, grant=new_id(), role="coordinator", area=DEMANGREJO)
    here, there = twin(world, village=DEMANGREJO), twin(world, village=HARGOTIRTO)
    for kind in ("merge_persons", "keep_apart"):
        assert code_of(world, "ayu", f"people.{kind}", person=here, other=there) == "access.not_allowed"


def test_a_request_made_before_the_merge_is_carried_out_after_it(world: World) -> None:
    other = twin(world)
    request = asked(world, Person.objects.get(id=other), "erase")
    merge(world, other)
    assert str(request.id) in page_of(world.browser("kinasih").get(f"/orang/{sari(world)}/"))
    world.run("kinasih", "people.erase_person", person=sari(world), request=request.id)
    assert set(Person.objects.filter(id__in=[sari(world), other]).values_list("name", flat=True)) == {""}


def test_who_turned_out_to_be_someone_else_neither_moves_nor_leaves(world: World) -> None:
    other = twin(world)
    merge(world, other)
    day = today().isoformat()
    moving = {"move": new_id(), "village": DEMANGREJO, "moved_on": day}
    assert code_of(world, "ayu", "people.record_move", person=other, **moving) == "people.merged"
    assert code_of(world, "ayu", "people.record_leaving", person=other, why="died", on=day) == "people.merged"
    for page in ("catat/pindah/", "ubah/", "serumah/", ""):
        answer = world.browser("ayu").get(f"/orang/{other}/{page}")
        assert answer.headers["Location"] == f"/orang/{sari(world)}/"


def test_stays_under_another_of_her_ids_count_too(world: World) -> None:
    other = twin(world)
    stay = {"country": "MY", "sector": "care", "channel": "agency", "departed": "2010", "returned": "2014"}
    write(world, "episode", person=other, **stay)
    merge(world, other)
    again = {"person": sari(world), "episode": new_id(), **stay, "departed": "2011", "returned": "2012"}
    assert code_of(world, "ayu", "people.record_episode", **again) == "people.stays_overlap"


def test_the_answers_of_one_woman_are_not_shown_under_another(world: World) -> None:
    write(world, "functioning", asked_on="2026-01-01", walking="cannot")
    asked_of = Functioning.objects.get()
    address = f"/orang/{world.people['tumini']}/enam-pertanyaan/{asked_of.id}/"
    assert world.browser("ayu").post(address).status_code == 404


def test_who_was_parted_is_not_asked_about_again(world: World) -> None:
    other = twin(world)
    merge(world, other)
    world.run("kinasih", "people.unmerge_persons", person=sari(world), other=other, reason="dua orang")
    assert TwinPair.objects.get().apart
    assert Person.objects.get(id=other).compared_version == 0


LIFE = Lifetime(None, None)
rough = st.builds(RoughDate.of, st.integers(2000, 2002), st.integers(0, 3))


def meanings(date_: RoughDate) -> list[int]:
    return [date_.first.toordinal(), (date_.first.toordinal() + date_.last.toordinal()) // 2, date_.last.toordinal()]


@given(rough, rough, rough, rough)
def test_two_stays_are_refused_only_where_no_days_could_keep_them_apart(
    left: RoughDate, back: RoughDate, again: RoughDate, home: RoughDate
) -> None:
    one, other = Stay(left, back), Stay(again, home)
    apart = any(
        r1 <= d2 or r2 <= d1
        for d1, r1, d2, r2 in product(*(meanings(date_) for date_ in (left, back, again, home)))
        if d1 <= r1 and d2 <= r2
    )
    if apart:
        codes = {problem.code for problem in stay_problems(one, [other], None, LIFE, today())}
        assert "people.stays_overlap" not in codes


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("2010", "2014"), ("2010", "2014")),
        (("2010", "2014"), ("2010", "2013")),
        (("2010", None), ("2010-05", None)),
        (("2020", None), ("2020", None)),
        (("2010", "2014"), ("2011", "2012")),
    ],
)
def test_two_stays_that_cannot_both_be_are_refused(
    first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    one, other = (
        Stay(RoughDate.parse(left), RoughDate.parse(back) if back else None) for left, back in (first, second)
    )
    for left, right in ((one, other), (other, one)):
        assert "people.stays_overlap" in {problem.code for problem in stay_problems(left, [right], None, LIFE, today())}


def test_whose_time_to_ask_ends_soonest_stands_first_however_roughly_she_remembers(world: World) -> None:
    rough_one, sure_one = sari(world), world.people["tumini"]
    stay = {"country": "MY", "sector": "care", "channel": "agency", "departed": "2015"}
    write(world, "episode", **stay, returned=str(today().year))
    write(world, "episode", person=sure_one, **stay, returned=(today() - timedelta(days=20)).isoformat())
    Person.objects.update(registered_at=SYSTEM_CLOCK.now() - timedelta(days=60))
    first = longest_back_first(world.actor("kinasih"), today(), 5)
    assert [one.id for one in first] == [rough_one, sure_one]
