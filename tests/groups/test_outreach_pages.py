"""The pages of public education: what a user types, what she is asked, and what she sees."""

from __future__ import annotations

import html
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from purnadaya.groups.models import Group, Outreach
from purnadaya.groups.office.outreach import section as section_of
from purnadaya.kernel.ids import new_id
from tests.doors.test_doors import hidden
from tests.groups.acts import day, found, teach_others
from tests.world import BANARAN, DEMANGREJO, HARGOTIRTO, World

pytestmark = pytest.mark.django_db

NEW = "/kelompok/penyuluhan/baru/"
LIST = "/kelompok/penyuluhan/"


def text(response: Any) -> str:
    """The page as one reads its source."""
    return html.unescape(response.content.decode())


def opened(world: World, address: str, who: str = "ayu") -> dict[str, Any]:
    """The boxes of a form, as it opens."""
    page = world.browser(who).get(address)
    assert page.status_code == 200
    return hidden(page.content.decode())


def of_group(group: UUID) -> str:
    return f"/kelompok/{group}/penyuluhan/baru/"


BOXES: dict[str, Any] = {"occasion": "posyandu", "topics": ["gender", "health"], "women_25_59": "12", "men_60_up": "3"}


def sent(world: World, address: str, who: str = "ayu", **boxes: Any) -> Any:
    """The answer to the form as it opens, with these boxes filled in."""
    return world.browser(who).post(address, {**opened(world, address, who), **boxes})


def test_what_a_group_taught_is_written_on_one_page_with_village_and_day_filled_in(world: World) -> None:
    group = found(world)
    assert sent(world, of_group(group), **BOXES).status_code == 302
    row = Outreach.objects.get()
    assert (row.group_id, row.village_id, row.held_on, row.occasion) == (group, HARGOTIRTO, day(), "posyandu")
    assert (row.topics, row.total) == ("gender health", 15)


def test_the_one_who_taught_is_chosen_where_no_group_is_named(world: World) -> None:
    group = found(world)
    assert sent(world, NEW, village=HARGOTIRTO, **BOXES).status_code == 302
    assert Outreach.objects.get().group_id is None
    assert sent(world, NEW, village=HARGOTIRTO, group=str(group), **BOXES).status_code == 302
    assert Outreach.objects.filter(group=group).count() == 1


def test_a_group_of_another_or_one_that_is_none_is_not_found_or_refused(world: World) -> None:
    theirs = found(world, "rina")
    assert sent(world, NEW, village=HARGOTIRTO, group=str(theirs), **BOXES).status_code == 404
    assert sent(world, NEW, village=HARGOTIRTO, group="none", **BOXES).status_code == 422
    assert Outreach.objects.count() == 0


def test_nothing_typed_is_lost_when_something_is_wrong(world: World) -> None:
    group = found(world)
    boxes = BOXES | {"held_on": day(-2).isoformat(), "learnt": "Hak atas upah", "women_18_24": "banyak"}
    answer = sent(world, of_group(group), **boxes)
    assert (answer.status_code, Outreach.objects.count()) == (422, 0)
    page = text(answer)
    assert "Hak atas upah" in page
    assert 'value="banyak"' in page
    again = hidden(answer.content.decode())
    answer = world.browser("ayu").post(of_group(group), {**again, "topics": ["gender"], "women_18_24": "4"})
    assert "This day is still to come." in text(answer)
    answer = sent(world, of_group(group), **(BOXES | {"women_25_59": "", "men_60_up": ""}))
    assert "How many were there? Write a number in one box at least." in text(answer)


def test_a_village_where_she_does_not_work_is_refused_beside_the_village(world: World) -> None:
    answer = sent(world, NEW, village=BANARAN, **BOXES)
    assert answer.status_code == 422
    assert "This village is outside your area." in text(answer)


def test_the_same_event_is_asked_about_only_then_and_saved_when_it_is_another(world: World) -> None:
    group = found(world)
    first = teach_others(world, "kinasih", group=group, held_on=day().isoformat())
    assert 'name="believed"' not in text(world.browser("ayu").get(of_group(group)))
    answer = sent(world, of_group(group), **BOXES)
    assert answer.status_code == 422
    assert 'name="believed"' in text(answer)
    assert f"{LIST}{first}/" in text(answer)
    again = {**hidden(answer.content.decode()), "topics": ["gender"], "believed": "on"}
    assert world.browser("ayu").post(of_group(group), again).status_code == 302
    assert Outreach.objects.count() == 2


def test_topics_of_our_own_are_offered_and_retired_ones_stay_where_they_were_ticked(world: World) -> None:
    topic, group = new_id(), found(world)
    world.run("kinasih", "groups.name_topic", topic=topic, name="Batik tulis")
    assert "Batik tulis" in text(world.browser("ayu").get(of_group(group)))
    of = teach_others(world, group=group, topics=str(topic))
    world.run("kinasih", "groups.retire_topic", topic=topic)
    assert "Batik tulis" not in text(world.browser("ayu").get(of_group(group)))
    assert "Batik tulis" in text(world.browser("ayu").get(f"{LIST}{of}/"))
    boxes = opened(world, f"{LIST}{of}/ubah/")
    assert boxes["topics"] == str(topic)
    assert world.browser("ayu").post(f"{LIST}{of}/ubah/", {**boxes, "place": "Balai"}).status_code == 302
    assert Outreach.objects.get().topics == str(topic)


def test_a_correction_sends_only_what_was_changed(world: World) -> None:
    of = teach_others(world, topics="health gender", minutes=60)
    address = f"{LIST}{of}/ubah/"
    boxes = {**opened(world, address), "topics": ["gender", "health"], "women_25_59": "20", "minutes": ""}
    teach = world.browser("kinasih")
    assert teach.post(address, {**opened(world, address, "kinasih"), "topics": ["gender", "health"],
                                "men_18_24": "5"}).status_code == 302  # fmt: skip
    assert world.browser("ayu").post(address, boxes).status_code == 302
    row = Outreach.objects.get()
    assert (row.reached["women_25_59"], row.reached["men_18_24"], row.minutes) == (20, 5, None)
    page = text(world.browser("ayu").get(f"/riwayat/outreach/{of}/"))
    assert "Women of 25 to 59" in page
    assert "Men of 18 to 24" in page
    assert page.count("Health") == 1


def test_two_different_counts_of_the_same_age_are_shown_to_both(world: World) -> None:
    of = teach_others(world)
    address = f"{LIST}{of}/ubah/"
    boxes = {**opened(world, address), "women_25_59": "20"}
    world.run("kinasih", "groups.correct_outreach", 1, outreach=of, changes={"women_25_59": 15})
    answer = world.browser("ayu").post(address, boxes)
    assert answer.status_code == 422
    assert "Wulan Kinasih" in text(answer)
    assert Outreach.objects.get().reached["women_25_59"] == 15


def test_the_page_tells_who_was_reached_by_sex_and_age(world: World) -> None:
    group = found(world)
    of = teach_others(world, group=group, men_60_up=3, disabled=2, learnt="Hak atas upah", title="Malam film")
    page = text(world.browser("arum").get(f"{LIST}{of}/"))
    for words in ("15 people reached", "Malam film", "Putri Menoreh", "Gender and equality", "60 and older",
                  "2 of them with a disability", "Hak atas upah", "Hargotirto"):  # fmt: skip
        assert words in page
    assert "18 to 24" not in page


def test_the_list_is_narrowed_by_area_and_has_the_latest_first(world: World) -> None:
    teach_others(world, held_on=day(9).isoformat(), title="Malam film")
    teach_others(world, village=DEMANGREJO, held_on=day(3).isoformat(), title="Pengajian ibu")
    page = text(world.browser("ayu").get(LIST))
    assert page.index("Pengajian ibu") < page.index("Malam film")
    narrowed = text(world.browser("ayu").get(f"{LIST}?area=34.01.08"))
    assert "Malam film" in narrowed
    assert "Pengajian ibu" not in narrowed
    assert "Pengajian ibu" in text(world.browser("wati").get(LIST))
    assert "Nothing is written down for this area yet." in text(world.browser("ayu").get(f"{LIST}?area=35"))
    assert world.browser("ayu").get(f"{LIST}?area=' or 1").status_code == 422


def test_an_empty_list_teaches_what_belongs_there(world: World) -> None:
    page = text(world.browser("ayu").get(LIST))
    assert "Here stands what the groups taught others" in page
    assert NEW in page
    assert NEW not in text(world.browser("arum").get(LIST))


def test_what_was_cancelled_is_told_apart_and_can_be_restored(world: World) -> None:
    of = teach_others(world, title="Malam film")
    assert sent(world, f"{LIST}{of}/batal/", reason="Hujan deras").status_code == 302
    page = text(world.browser("ayu").get(f"{LIST}{of}/"))
    assert "Hujan deras" in page
    assert f"{of}/ubah/" not in page
    assert "Hujan deras" in text(world.browser("ayu").get(LIST))
    for what in ("ubah", "batal"):
        assert world.browser("ayu").get(f"{LIST}{of}/{what}/").status_code == 404
    assert sent(world, f"{LIST}{of}/pulih/").status_code == 302
    assert f"{of}/ubah/" in text(world.browser("ayu").get(f"{LIST}{of}/"))


def test_a_groups_page_has_its_latest_five_and_a_way_to_add_one(world: World) -> None:
    group = Group.objects.get(id=found(world))
    empty = section_of(world.actor("ayu"), group)
    assert "No names are needed." in empty
    for ago in range(1, 8):
        teach_others(world, group=group.id, held_on=day(ago).isoformat(), title=f"Ke-{ago}.")
    teach_others(world, title="Tanpa kelompok")
    section = section_of(world.actor("ayu"), group)
    assert [f"Ke-{ago}." in section for ago in range(1, 8)] == [True] * 5 + [False] * 2
    assert "Tanpa kelompok" not in section
    assert of_group(group.id) in section
    seen = section_of(world.actor("arum"), group)
    assert of_group(group.id) not in seen


def test_who_may_look_but_not_write_is_offered_nothing_to_write(world: World) -> None:
    group = found(world)
    of = teach_others(world, group=group)
    page = text(world.browser("arum").get(f"{LIST}{of}/"))
    for what in ("ubah", "batal", "pulih"):
        assert f"/{what}/" not in page
        assert world.browser("arum").get(f"{LIST}{of}/{what}/").status_code == 404
    assert world.browser("arum").get(NEW).status_code == 404
    assert world.browser("arum").get(of_group(group)).status_code == 404


@pytest.mark.parametrize("who", ["rina", "wati", "bagas", "paula", "surya"])
def test_strangers_find_no_public_education(world: World, who: str) -> None:
    group = found(world)
    of = teach_others(world, group=group, title="Malam film")
    browser = world.browser(who)
    for address in (f"{LIST}{of}/", f"{LIST}{of}/ubah/", f"{LIST}{of}/batal/", f"{LIST}{of}/pulih/", of_group(group)):
        assert browser.get(address).status_code == 404
    assert "Malam film" not in text(browser.get(LIST))


def test_the_history_tells_names_not_ids(world: World) -> None:
    topic, group = new_id(), found(world)
    world.run("kinasih", "groups.name_topic", topic=topic, name="Batik tulis")
    of = teach_others(world, group=group, topics=f"gender {topic}")
    page = text(world.browser("ayu").get(f"/riwayat/outreach/{of}/"))
    for words in ("wrote down a public education", "Putri Menoreh", "Batik tulis", "Gender and equality", "Posyandu"):
        assert words in page
    assert str(topic) not in page
    assert str(group) not in page


def queries(world: World, address: str) -> int:
    with CaptureQueriesContext(connection) as told:
        assert world.browser("ayu").get(address).status_code == 200
    return len(told)


def test_a_page_asks_the_same_number_of_times_however_much_is_written(world: World) -> None:
    group = found(world)
    of = teach_others(world, group=group, held_on=day(30).isoformat())
    gone = teach_others(world, held_on=day(31).isoformat())
    world.run("ayu", "groups.cancel_outreach", outreach=gone, reason="Hujan")
    addresses = (LIST, NEW, of_group(group), f"{LIST}{of}/", f"{LIST}{of}/ubah/")
    before = [queries(world, address) for address in addresses]
    others = [group, found(world, name="Ngudi Rahayu"), found(world, name="Srikandi", village=DEMANGREJO)]
    for number in range(9):
        body: dict[str, Any] = {"group": others[number % 3], "village": (HARGOTIRTO, DEMANGREJO)[number % 2]}
        other = teach_others(world, held_on=day(number + 1).isoformat(), topics="gender health media", **body)
        if number > 6:
            world.run("ayu", "groups.cancel_outreach", outreach=other, reason="Hujan")
    assert [queries(world, address) for address in addresses] == before
