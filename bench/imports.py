"""How long it takes to judge a list of members, to take it in and to take it back, and how much memory:
``script/bench imports``. Of each step the processor's seconds and those of the clock.

Each list goes into a home of its own, in a process of its own; the names are those of ``crowd``, the cells as messy as
people write them, and one row in fifty is somebody who stands in the list already.
"""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

SIZES = (1_000, 10_000, 50_000)
TWINS = 50
"""One row in so many is somebody who stands in the list already."""
A_GROUP = 25
HEADINGS = (
    "No", "Nama Lengkap", "NIK", "Tempat/Tgl Lahir", "Padukuhan", "Kalurahan", "No. HP / WA", "Pend.", "Status",
    "Negara Tujuan", "Th Berangkat", "Tahun Pulang", "Ket",
)  # fmt: skip
VILLAGES = ("Hargotirto", "Kalirejo", "Hargorejo", "Hargowilis", "Hargomulyo")


def main(sizes: list[int]) -> None:
    """Write each list, take it in, tell."""
    print("| Rows | Judged | Taken in | Taken back | Memory before, then at most | New, same, unsure, unreadable |")
    print("|---|---|---|---|---|---|")
    for size in sizes or SIZES:
        told = json.loads(_own_process(size).splitlines()[-1])
        counts = ", ".join(f"{told['counts'][state]:,}" for state in ("new", "same", "unsure", "unreadable"))
        steps = " | ".join(f"{cpu:.1f} s, {clock:.1f} s" for cpu, clock in told["steps"])
        memory = ", ".join(f"{most:.0f}" for most in told["memory"])
        print(f"| {size:,} | {steps} | {memory} MB | {counts} |", flush=True)


def _own_process(size: int) -> str:
    command = [sys.executable, "-m", "bench.imports", str(size)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def take_in(size: int) -> dict[str, Any]:
    """Take in a list of this size, into a new home."""
    os.environ["PURNADAYA_HOME"] = tempfile.mkdtemp(prefix="purnadaya-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "purnadaya.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    with redirect_stdout(io.StringIO()):
        call_command("setup")
        call_command("demo")
    content = listed(size)
    return measured(content)


def measured(content: bytes) -> dict[str, Any]:
    """Give, read, take in and take back one file as the example's coordinator, and look at the clocks after each."""
    from purnadaya.access.models import User
    from purnadaya.access.queries import actor_for
    from purnadaya.imports.commands import (
        ChooseSheet,
        GiveFile,
        TakeIn,
        UndoImport,
        read_rows,
        receive,
        take_sheet,
        undo_rows,
    )
    from purnadaya.imports.queries import counts_of, file_for, sheet_for, sheets_of
    from purnadaya.journal.envelopes import Envelope
    from purnadaya.journal.execute import execute
    from purnadaya.kernel.clock import SYSTEM_CLOCK
    from purnadaya.kernel.ids import new_id

    actor = actor_for(User.objects.get(username="koordinator"), SYSTEM_CLOCK.today())
    _begin()
    clocks = [_clocks()]
    file = receive(actor, new_id(), "anggota.xlsx", content)
    (sheet,) = sheets_of(file)
    where = {"import_file": file.id, "sheet": sheet.id, "at_once": True}
    for command in (GiveFile(import_file=file.id, digest=file.digest), ChooseSheet(area="34.01", **where)):
        execute(command, Envelope(actor, "bench"))
    read_rows(actor, sheet_for(actor, sheet.id), lambda _done, _total: None)
    clocks.append(_clocks())
    execute(TakeIn(**where), Envelope(actor, "bench"))
    take_sheet(actor, sheet_for(actor, sheet.id), lambda _done, _total: None)
    clocks.append(_clocks())
    counts = counts_of(sheet_for(actor, sheet.id)).first
    execute(UndoImport(import_file=file.id, at_once=True), Envelope(actor, "bench"))
    undo_rows(actor, file_for(actor, file.id), lambda _done, _total: None)
    clocks.append(_clocks())
    steps = [(one[0] - last[0], one[1] - last[1]) for last, one in pairwise(clocks)]
    return {"steps": steps, "memory": [one[2] for one in clocks], "counts": counts}


def _clocks() -> tuple[float, float, float]:
    """The processor's seconds and the clock's, and the most memory (in MB) since this was asked last."""
    found = time.process_time(), time.perf_counter(), _most_memory()
    _begin()
    return found


def _most_memory() -> float:
    (line,) = (one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _begin() -> None:
    """Forget how much memory was used at most (Linux: 5 stands for that)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")


def listed(size: int) -> bytes:
    """A member list of so many rows, in parts of a group each."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Anggota")
    for line, row in enumerate(_rows(size)):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def _rows(size: int) -> list[list[str | int]]:
    from bench import crowd

    dice = Random(7)
    people = crowd.everyone(dice, VILLAGES, size)
    rows: list[list[str | int]] = [["DAFTAR ANGGOTA PER DESEMBER 2025"], list(HEADINGS)]
    written: list[list[str | int]] = []
    for number, one in enumerate(people, start=1):
        if number % A_GROUP == 1:
            village = VILLAGES[number // A_GROUP % len(VILLAGES)]
            rows.append([f"P3A Kelompok {number // A_GROUP + 1} — Kalurahan {village}"])
        row = _row(dice, number, one)
        if number % TWINS == 0:
            row = [number, *dice.choice(written[-500:])[1:]]
        written.append(row)
        rows.append(row)
    return rows


def _row(dice: Random, number: int, one: Any) -> list[str | int]:
    day = one.birth.first
    nik = f"340108{day.day + 40:02}{day.month:02}{day.year % 100:02}{number % 9998 + 1:04}"
    birth = dice.choice((f"Kulon Progo, {day:%d-%m-%Y}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%y}", f"{day.year}"))
    left = dice.randint(2000, 2018)
    return [
        number, dice.choice(("{}", "Bu {}", "Hj. {}")).format(one.name), nik if dice.random() < 0.6 else "", birth,
        dice.choice(("Keji", "Nabin", "Sekendal", "Teganing")), "", f"08{dice.randint(10**9, 10**10)}", "SMP",
        dice.choice(("Ex TKW", "IRT", "Kel. PMI")), "HK", left, f"th {left + 4}", "",
    ]  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    print(json.dumps(take_in(int(sys.argv[1]))))
