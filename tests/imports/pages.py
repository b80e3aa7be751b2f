"""The pages of imports as somebody uses them: sending a file, filling in forms, and the worker's part."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from purnadaya.imports.commands import read_rows, take_sheet
from purnadaya.imports.models import ImportFile, ImportRow, ImportSheet
from tests.imports import acts, files
from tests.imports.acts import members, woman
from tests.world import World

LIST = members(
    woman(1, "Wiji Lestari", nik="3401085208851234", phone="081234567890"),
    woman(2, "Narti", birth="1970", phone="081111111111"),
    woman(3, "Nartie", birth="1970", phone="081111111111"),
    woman(4, "Endah", nik="340108"),
    woman(5, "Rini", village="Antah Berantah"),
)


def sent(client: Client, content: bytes, name: str = "anggota.xlsx") -> Any:
    """The answer to a file that was chosen and sent."""
    return client.post("/impor/baru/", {"chosen": SimpleUploadedFile(name, content)})


def given(client: Client, *sheets: files.Rows) -> ImportFile:
    """A file of these sheets, given on the page."""
    answer = sent(client, files.xlsx({f"Lembar {n}": rows for n, rows in enumerate(sheets, 1)}))
    assert answer.status_code == 302, answer.content.decode()
    return ImportFile.objects.get(id=answer["Location"].split("/")[-2])


def boxes(client: Client, address: str) -> dict[str, str]:
    """The filled boxes of a page's form, as a browser would send them back."""
    page = client.get(address).content.decode()
    form = re.search(r'<form class="form.*?</form>', page, re.DOTALL)
    assert form is not None
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") not in ("radio", "checkbox", "file") and "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def read(world: World, client: Client, sheet: ImportSheet, **typed: str) -> dict[int, ImportRow]:
    """A sheet chosen as it is proposed, or as typed, and read; its rows by their lines."""
    address = f"/impor/lembar/{sheet.id}/kolom/"
    answer = client.post(address, {**boxes(client, address), "area": "34.01", "area_text": "", **typed})
    assert answer.status_code == 302, answer.content.decode()
    work(world, sheet)
    return acts.rows(sheet.file, sheet.place)


def work(world: World, sheet: ImportSheet) -> None:
    """What the worker does with a sheet that waits for it."""
    sheet.refresh_from_db()
    doing = {"reading": read_rows, "taking": take_sheet}[sheet.state]
    doing(world.actor("kinasih"), sheet, lambda _done, _total: None)


def first_sheet(file: ImportFile) -> ImportSheet:
    return acts.sheet(file)


def decided(client: Client, row: ImportRow, answer: str) -> Any:
    address = f"/impor/baris/{row.id}/"
    return client.post(address, {**boxes(client, address), "decision": answer})
