"""The areas of Indonesia as they ship, and reading them without a query too many."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Count, F

from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.places.models import Area
from purnadaya.places.queries import area, children, lineage, lineages, place_lines, village
from purnadaya.places.words import place_line

pytestmark = pytest.mark.django_db

HARGOTIRTO, WATES, KRICAK = "34.01.08.2005", "34.01.02.1008", "34.71.01.1001"


def test_every_province_regency_district_and_village_is_there() -> None:
    counted = dict(Area.objects.values_list("level").annotate(Count("code")))
    assert counted == {Level.PROVINCE: 38, Level.REGENCY: 514, Level.DISTRICT: 7285, Level.VILLAGE: 83762}


def test_every_code_is_well_shaped_and_says_its_level() -> None:
    for code, level in Area.objects.values_list("code", "level").iterator():
        assert AreaCode(code).level == level


def test_every_area_but_a_province_lies_in_the_area_its_code_names() -> None:
    parents = dict(Area.objects.values_list("code", "parent_id"))
    for code, parent in parents.items():
        assert parent == AreaCode(code).parent
        assert parent is None or parent in parents
    assert not Area.objects.exclude(level=1).exclude(parent__level=F("level") - 1).exists()


@pytest.mark.parametrize(
    ("regency", "districts", "villages"),
    [("34.01", 12, 88), ("34.02", 17, 75), ("34.03", 18, 144), ("34.04", 17, 86), ("34.71", 14, 45)],
)
def test_yogyakarta_has_the_districts_and_villages_that_the_ministry_counts(
    regency: str, districts: int, villages: int
) -> None:
    inside = Area.objects.filter(code__startswith=f"{regency}.")
    assert inside.filter(level=Level.DISTRICT).count() == districts
    assert inside.filter(level=Level.VILLAGE).count() == villages


@pytest.mark.parametrize(
    ("district", "names"),
    [
        ("34.01.08", "Hargomulyo Hargorejo Hargowilis Kalirejo Hargotirto"),
        ("34.01.04", "Banaran Kranggan Nomporejo Karangsewu Tirtorahayu Pandowan Brosot"),
        ("34.01.06", "Demangrejo Srikayangan Tuksono Salamrejo Sukoreno Kaliagung Sentolo Banguncipto"),
    ],
)
def test_the_villages_of_the_programme_have_the_right_codes(district: str, names: str) -> None:
    found = Area.objects.filter(parent_id=district).order_by("code").values_list("code", "name")
    assert list(found) == [(f"{district}.{2001 + i}", name) for i, name in enumerate(names.split())]


def test_names_are_written_as_people_write_them() -> None:
    wanted = {
        "31": "DKI Jakarta",
        "34": "Daerah Istimewa Yogyakarta",
        "34.01": "Kabupaten Kulon Progo",
        "34.71": "Kota Yogyakarta",
        "12.77.01.1004": "Wek IV",
        "35.29.22": "Ra'as",
        "33.07.07.2016": "Lamuk",
        "15.02.13.2008": "Pulau Tujuh",
    }
    assert dict(Area.objects.filter(code__in=wanted).values_list("code", "name")) == wanted
    for name in Area.objects.values_list("name", flat=True).iterator():
        assert name == " ".join(name.split())
        assert name[0].isupper() or name[0].isdigit()
        assert not set(name) & set('"*’`')


def test_every_regency_says_whether_it_is_a_kabupaten_or_a_kota() -> None:
    names = Area.objects.filter(level=Level.REGENCY).values_list("name", flat=True)
    assert all(name.startswith(("Kabupaten ", "Kota ")) for name in names)


def test_a_village_is_found_by_its_code_and_nothing_else_is_a_village() -> None:
    assert getattr(village(HARGOTIRTO), "name", None) == "Hargotirto"
    for code in ("34.01.08", "34", "34.01.08.2099", "", "Hargotirto", "34.01.08.2005 ", "34.01.08.\uff12005"):
        assert village(code) is None
    assert getattr(area("34.01.08"), "name", None) == "Kokap"
    assert area("99") is None


def test_a_lineage_goes_from_the_province_down_to_the_area() -> None:
    assert [one.code for one in lineage(HARGOTIRTO)] == ["34", "34.01", "34.01.08", HARGOTIRTO]
    assert lineage("34.01.08.2099") == lineage("nowhere") == []


def test_a_list_page_costs_one_query_for_places_however_long_it_is(django_assert_num_queries: Any) -> None:
    codes = list(Area.objects.filter(level=Level.VILLAGE, code__startswith="34").values_list("code", flat=True)[:400])
    for some in (codes[:2], codes):
        with django_assert_num_queries(1):
            lines = place_lines([*some, "nowhere"])
        assert lines.keys() == set(some)
    with django_assert_num_queries(1):
        assert [one.parent.parent.name for [*_, one] in lineages([WATES]).values()] == ["Kabupaten Kulon Progo"]


def test_a_place_is_said_as_it_is_said_there(django_assert_num_queries: Any) -> None:
    assert place_lines([HARGOTIRTO, WATES, KRICAK, "34.01.08", "34.01", "34", "33.08.04.2007"]) == {
        HARGOTIRTO: "Hargotirto, Kapanewon Kokap, Kulon Progo",
        WATES: "Wates, Kapanewon Wates, Kulon Progo",
        KRICAK: "Kricak, Kemantren Tegalrejo, Kota Yogyakarta",
        "34.01.08": "Kapanewon Kokap, Kulon Progo",
        "34.01": "Kabupaten Kulon Progo",
        "34": "Daerah Istimewa Yogyakarta",
        "33.08.04.2007": "Tirto, Kecamatan Salam, Magelang",
    }
    with django_assert_num_queries(1):
        found = area(HARGOTIRTO)
        assert found is not None
        assert place_line(found) == "Hargotirto, Kapanewon Kokap, Kulon Progo"


def test_children_come_by_name_and_the_provinces_have_no_parent(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        names = [one.name for one in children("34.01.08")]
    assert names == ["Hargomulyo", "Hargorejo", "Hargotirto", "Hargowilis", "Kalirejo"]
    assert len(children()) == 38
    assert children(HARGOTIRTO) == children("nowhere") == []


def test_an_ended_village_is_still_found_by_code_but_offered_to_nobody() -> None:
    Area.objects.filter(code=HARGOTIRTO).update(ended=True)
    assert village(HARGOTIRTO) is not None
    assert place_lines([HARGOTIRTO])
    assert HARGOTIRTO not in [one.code for one in children("34.01.08")]
