"""Who turned out to be someone else is seen, with all that was written about her, by who may see that one."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from purnadaya.access.policies import can, visible_to
from purnadaya.journal.models import Reading
from purnadaya.journal.verifying import findings
from purnadaya.kernel.ids import new_id
from purnadaya.people.models import ENTRIES, Person, SubjectRequest
from purnadaya.people.queries import accompaniments_for, consents_ending, household_of, person_for
from tests.access.test_policies import actors, requests
from tests.people.test_life import page, sari, today, write
from tests.people.test_own_data import code_of
from tests.people.test_pages import page_of
from tests.world import BANARAN, HARGOTIRTO, World


def registered(world: World, name: str, village: str) -> UUID:
    """Someone of Mitra, registered by the coordinator, who reaches everywhere."""
    return UUID(world.run("kinasih", "people.register_person", **world.person(name, village=village)).of.id)


def merge(world: World, person: UUID, other: UUID, **more: Any) -> None:
    world.run("kinasih", "people.merge_persons", person=person, other=other, **more)


@pytest.fixture
def twice(world: World) -> tuple[UUID, UUID]:
    """A woman of Banaran, out of Ayu's reach, who was also written down in Hargotirto, within it."""
    root, alias = registered(world, "Wagiyem", BANARAN), registered(world, "Wagijem", HARGOTIRTO)
    write(world, "visit", person=alias, met_on="2026-01-01", note="Catatan di Hargotirto")
    return root, alias


def test_who_reached_only_the_alias_reads_nothing_once_it_is_hers(world: World, twice: tuple[UUID, UUID]) -> None:
    root, alias = twice
    assert "Catatan di Hargotirto" in page(world, "ayu", alias)
    merge(world, root, alias)
    browser = world.browser("ayu")
    for address in (f"/orang/{alias}/", f"/orang/{alias}/kisah/", f"/riwayat/person/{alias}/", f"/orang/{root}/"):
        assert browser.get(address).status_code == 404, address
    assert code_of(
        world, "ayu", "people.record_visit", person=alias, visit=new_id(), met_on="2026-01-02", note="x"
    ) == ("access.not_found")


def test_who_reaches_her_reads_what_was_written_elsewhere(world: World, twice: tuple[UUID, UUID]) -> None:
    elsewhere = registered(world, "Wagiyem Lama", BANARAN)
    write(world, "visit", "kinasih", elsewhere, met_on="2026-01-03", note="Catatan di Banaran")
    _, alias = twice
    merge(world, alias, elsewhere)
    told = page(world, "ayu", alias)
    assert "Catatan di Banaran" in told
    assert "Catatan di Hargotirto" in told
    assert world.browser("ayu").get(f"/orang/{elsewhere}/").headers["Location"] == f"/orang/{alias}/"


def test_when_she_moves_all_her_entries_go_with_her(world: World) -> None:
    root, alias = registered(world, "Wagiyem", HARGOTIRTO), registered(world, "Wagijem", HARGOTIRTO)
    write(world, "visit", person=alias, met_on="2026-01-01", note="Catatan lama")
    merge(world, root, alias)
    assert "Catatan lama" in page(world, "ayu", root)
    world.run("kinasih", "people.record_move", person=root, move=new_id(), village=BANARAN, moved_on="2026-02-01")
    assert world.browser("ayu").get(f"/orang/{alias}/").status_code == 404
    assert not visible_to(world.actor("ayu"), ENTRIES["visit"]).filter(person_id=alias).exists()
    assert "Catatan lama" in page(world, "dimas", root)


def test_accompanying_the_alias_is_accompanying_her_and_is_not_begun_twice(world: World) -> None:
    root, alias = registered(world, "Wagiyem", BANARAN), registered(world, "Wagijem", BANARAN)
    write(world, "visit", "kinasih", root, met_on="2026-01-01", note="Catatan Banaran")
    held = write(world, "accompaniment", "kinasih", alias, user=world.users["ayu"], since="2026-01-01")
    assert world.browser("ayu").get(f"/orang/{root}/").status_code == 404
    merge(world, root, alias)
    assert "Catatan Banaran" in page(world, "ayu", root)
    again = {"person": root, "accompaniment": new_id(), "user": world.users["ayu"], "since": "2026-01-01"}
    assert code_of(world, "kinasih", "people.accompany", **again) == "people.accompanied_already"
    assert len(accompaniments_for(world.actor("kinasih"), person_for(world.actor("kinasih"), root))) == 1
    world.run("kinasih", "people.end_accompaniment", person=alias, accompaniment=held, until=today().isoformat())
    assert world.browser("ayu").get(f"/orang/{root}/").status_code == 404


def test_parted_again_each_is_seen_where_she_lives(world: World, twice: tuple[UUID, UUID]) -> None:
    root, alias = twice
    third = registered(world, "Wagiyem Kecil", HARGOTIRTO)
    merge(world, alias, third)
    merge(world, root, alias)
    assert {one.root_id for one in Person.objects.filter(id__in=[root, alias, third])} == {root}
    world.run("kinasih", "people.unmerge_persons", person=root, other=alias, reason="dua orang")
    assert "Catatan di Hargotirto" in page(world, "ayu", alias)
    assert world.browser("ayu").get(f"/orang/{third}/").headers["Location"] == f"/orang/{alias}/"
    assert world.browser("ayu").get(f"/orang/{root}/").status_code == 404
    assert [one.name for one in findings() if not one.clean] == []


def test_one_and_many_agree_about_who_was_merged(world: World, twice: tuple[UUID, UUID]) -> None:
    requests(world)
    write(world, "accompaniment", "kinasih", twice[1], user=world.users["ayu"], since="2026-01-01")
    merge(world, *twice)
    merge(world, sari(world), world.people["painem"])
    for model in (Person, SubjectRequest, ENTRIES["visit"], ENTRIES["accompaniment"]):
        things = list(model._default_manager.all())
        assert things
        for actor in actors(world):
            for verb in ("see", "note", "correct", "show", "receive"):
                seen = set(visible_to(actor, model, verb).values_list("pk", flat=True))
                assert seen == {thing.pk for thing in things if can(actor, verb, thing)}, (actor, verb, model)


def test_the_stranger_finds_neither(world: World, twice: tuple[UUID, UUID]) -> None:
    merge(world, *twice)
    for one in twice:
        assert world.browser("rina").get(f"/orang/{one}/").status_code == 404


def family_of_three(world: World) -> tuple[UUID, UUID, UUID]:
    """Merged step by step, so that the last stands two steps away from the first."""
    first, second, third = (registered(world, name, HARGOTIRTO) for name in ("Wagiyem", "Wagijem", "Wagiem"))
    merge(world, second, third)
    merge(world, first, second)
    return first, second, third


def test_a_consent_given_anew_under_another_name_is_not_asked_for_again(world: World) -> None:
    first, _, third = family_of_three(world)
    photo = {"purpose": "photo", "way": "written", "given_by": "herself", "notice": "Lembar 2026"}
    soon = (today() + timedelta(days=10)).isoformat()
    write(world, "consent", person=third, **photo, given_on="2026-01-01", until=soon)
    actor = world.actor("ayu")
    assert [one.person.root_id for one in consents_ending(actor, today())] == [first]
    assert f"/orang/{first}/" in page_of(world.browser("ayu").get("/"))
    write(world, "consent", person=first, **photo, given_on="2026-02-01")
    assert list(consents_ending(actor, today())) == []


def test_a_consent_of_an_alias_is_left_in_peace_when_she_left(world: World) -> None:
    first, _, third = family_of_three(world)
    soon = (today() + timedelta(days=10)).isoformat()
    photo = {"purpose": "photo", "way": "written", "given_by": "herself", "notice": "Lembar 2026"}
    write(world, "consent", person=third, **photo, given_on="2026-01-01", until=soon)
    world.run("ayu", "people.record_leaving", person=first, why="moved_away", on="2026-03-01")
    assert list(consents_ending(world.actor("ayu"), today())) == []


def test_entries_merged_before_stand_as_whom_they_were_merged_into(world: World) -> None:
    first, second, third = family_of_three(world)
    Person.objects.update(stands_as=None)
    import_module("purnadaya.people.migrations.0010_stands_as").derive(apps, None)
    stands = dict(Person.objects.exclude(stands_as=None).values_list("id", "stands_as"))
    assert stands == {second: first, third: first}


def test_a_row_that_stands_as_another_than_it_was_merged_into_is_found(world: World) -> None:
    _, second, _ = family_of_three(world)
    Person.objects.filter(id=second).update(stands_as=None)
    found = {one.name: one.differences for one in findings() if not one.clean}
    assert [str(second) in line for line in found["people.merged"]] == [True]


def numbered(world: World, **more: Any) -> UUID:
    return UUID(world.run("kinasih", "people.register_person", **world.person("Wagiyah", **more)).of.id)


def test_her_other_number_and_nik_show_on_her_page_masked_and_on_record(world: World) -> None:
    alias = numbered(world, phone="081234567890", whose="own", nik="3276055708900002")
    merge(world, sari(world), alias)
    assert "6281234567890" not in page(world)
    assert page(world).count("written under Wagiyah") == 2
    for field, value in (("phone", "+6281234567890"), ("nik", "3276055708900002")):
        answer = world.browser("ayu").post(f"/orang/{alias}/lihat/{field}/")
        assert value in page_of(answer)
        assert Reading.objects.filter(field=field, object_id=str(alias), actor_id=world.users["ayu"]).count() == 1
    assert world.browser("rina").post(f"/orang/{alias}/lihat/phone/").status_code == 404


def test_the_strictest_of_what_she_said_of_calling_holds(world: World) -> None:
    alias = numbered(world, phone="081234567890", whose="own", calling="no")
    world.run("ayu", "people.correct_person", base=1, person=sari(world), changes={
        "phone": "081234567891", "whose": "own", "calling": "yes",
    })  # fmt: skip
    merge(world, sari(world), alias)
    assert "She asked us not to call or write" in page_of(world.browser("ayu").get(f"/orang/{sari(world)}/kirim/"))


def test_two_niks_are_two_niks_also_under_other_entries(world: World) -> None:
    merge(world, sari(world), numbered(world, nik="3276055708900002"))
    other = numbered(world, nik="3276055708900003")
    body = {"person": sari(world), "other": other}
    assert code_of(world, "kinasih", "people.merge_persons", **body) == "people.two_niks"
    changes = {"nik": "3276055708900002"}
    version = Person.objects.get(id=sari(world)).version
    said = world.run("ayu", "people.correct_person", base=version, person=sari(world), changes=changes)
    assert "people.nik_held_already" not in said.note


def test_who_merges_is_told_that_one_of_the_two_has_died(world: World) -> None:
    other = numbered(world)
    world.run("ayu", "people.record_leaving", person=other, why="died", on="2026-03-01")
    told = page_of(world.browser("kinasih").get(f"/orang/{sari(world)}/gabung/?dengan={other}"))
    assert "No longer accompanied" in told
    assert "1 March 2026" in told


def test_her_household_is_hers_under_either_entry(world: World) -> None:
    root, alias, child = (registered(world, name, HARGOTIRTO) for name in ("Wagiyem", "Wagijem", "Tukiyem"))
    write(world, "household", person=alias, relation="head", since="2020-01-01")
    merge(world, root, alias)
    write(world, "household", person=child, with_person=root, relation="child", since="2020-01-01")
    actor = world.actor("ayu")
    for one in (root, child):
        mates = household_of(actor, person_for(actor, one))
        assert [mate.person and mate.person.id for mate in mates] == [root, child]
    again = {"person": root, "member": new_id(), "relation": "head", "since": "2020-01-01"}
    assert code_of(world, "ayu", "people.join_household", **again) == "people.in_a_household_already"
