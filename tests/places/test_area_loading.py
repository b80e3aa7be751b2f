"""Loading the list of areas: once, again, and a newer one."""

from __future__ import annotations

import csv
import io
import lzma
from pathlib import Path
from typing import Any

import pytest

from purnadaya.places import loading
from purnadaya.places.loading import load_areas
from purnadaya.places.models import Area, AreaData
from purnadaya.places.queries import search_villages

pytestmark = pytest.mark.django_db

HARGOTIRTO, KALIREJO = "34.01.08.2005", "34.01.08.2004"


def write(path: Path, areas: dict[str, str]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("code", "name"), *sorted(areas.items())])
    path.write_bytes(lzma.compress(text.getvalue().encode()))


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Ships another file: Yogyakarta only, changed by the test."""
    areas = dict(Area.objects.filter(code__startswith="34").values_list("code", "name"))
    Area.objects.exclude(code__startswith="34").update(ended=True)
    monkeypatch.setattr(loading, "FILE", tmp_path / "areas.csv.xz")

    def load(**changes: str | None) -> bool:
        for code, name in changes.items():
            dotted = code.removeprefix("_").replace("_", ".")
            areas.update({dotted: name}) if name else areas.pop(dotted)
        write(loading.FILE, areas)
        return load_areas()

    return load


def test_loading_again_changes_nothing_and_reads_only_the_version(django_assert_num_queries: Any) -> None:
    before = AreaData.objects.get()
    told: list[str] = []
    with django_assert_num_queries(1):
        assert load_areas(told.append) is False
    assert AreaData.objects.get().loaded_at == before.loaded_at
    assert told == []


def test_loading_the_same_list_under_another_version_leaves_the_same_areas() -> None:
    before = set(Area.objects.values_list())
    AreaData.objects.update(version="older")
    told: list[str] = []
    assert load_areas(told.append) is True
    assert set(Area.objects.values_list()) == before
    assert len(told) > 3
    assert "91,599" in told[0]
    assert search_villages("hargotirto kokap")[0].code == HARGOTIRTO


def test_a_newer_list_brings_new_names_and_new_areas(newer: Any) -> None:
    assert newer(_34_01_08_2004="Kalirejo Baru", _34_01_08_2006="Hargobaru") is True
    assert Area.objects.get(code=KALIREJO).name == "Kalirejo Baru"
    assert Area.objects.get(code="34.01.08.2006").parent_id == "34.01.08"
    assert [area.code for area in search_villages("hargobaru")] == ["34.01.08.2006"]
    assert search_villages("kalirejo baru kokap")[0].code == KALIREJO


def test_an_area_that_vanishes_from_the_list_stays_as_ended(newer: Any) -> None:
    newer(_34_01_08_2005=None)
    assert Area.objects.get(code=HARGOTIRTO).ended
    assert HARGOTIRTO not in [area.code for area in search_villages("hargotirto")]
    newer(_34_01_08_2005="Hargotirto")
    assert not Area.objects.get(code=HARGOTIRTO).ended
    assert search_villages("hargotirto")[0].code == HARGOTIRTO


def test_a_broken_list_changes_nothing(newer: Any) -> None:
    loading.FILE.write_bytes(b"not a list")
    before = Area.objects.count()
    with pytest.raises(lzma.LZMAError):
        load_areas()
    assert Area.objects.count() == before
    assert search_villages("hargotirto")


def test_the_file_ships_with_its_notice() -> None:
    from purnadaya.places.shipped import DATA

    notice = (DATA / "NOTICE").read_text(encoding="utf-8")
    assert "Open Database License" in notice
    assert "idn-area-data 4.0.1" in notice
    assert loading.FILE.stat().st_size < 600_000
