"""How fast spreadsheets are read and how much memory that takes: ``script/bench sheets``.

Each file is read in a process of its own, so that the peak is its own; the process that opens the file is its child.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from datetime import date
from random import Random

SIZES = (1_000, 10_000, 50_000)
HEADINGS = (
    "No", "Nama Lengkap", "NIK", "Tempat/Tgl Lahir", "Umur", "Padukuhan", "Kalurahan", "No. HP / WA", "Pend.", "Status",
    "Negara Tujuan", "Tahun Pulang", "Ket",
)  # fmt: skip
FIRST = (
    "Siti",
    "Sri",
    "Dwi",
    "Tri",
    "Yuni",
    "Endang",
    "Rini",
    "Nur",
    "Umi",
    "Sumarni",
    "Ngatinem",
    "Tumirah",
    "Sukini",
)
LAST = ("Aminah", "Wahyuni", "Rahayu", "Lestari", "Astuti", "Handayani", "Winarsih", "Budiarti", "Purwanti", "Susanti")
TODAY = date(2026, 3, 1)


def main() -> None:
    """Write the files, read each, tell."""
    print("| Rows | Size | First line after | All lines understood | All rows read | Peak: reader, opener |")
    print("|---|---|---|---|---|---|")
    for kind in ("xlsx", "csv"):
        for size in SIZES:
            content = _own_process("write", kind, str(size))
            told = json.loads(_own_process("read", given=content))
            print(
                f"| {size:,} {kind} | {len(content) / 1e6:.1f} MB | {told['opened']:.2f} s "
                f"| {told['understood']:.2f} s | {told['read']:.2f} s "
                f"| {told['peak']:.0f} MB (from {told['before']:.0f}), {told['child']:.0f} MB |"
            )


def _own_process(*said: str, given: bytes = b"") -> bytes:
    command = [sys.executable, "-m", "bench.sheets", *said]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def read() -> None:
    """Read what comes in and print times (seconds since the beginning) and peaks (MB)."""
    from purnadaya.imports.reading import read_workbook, understand

    content = sys.stdin.buffer.read()
    before, began = _peak(resource.RUSAGE_SELF), time.perf_counter()
    (sheet,) = read_workbook(content, "anggota.xlsx").sheets
    opened = time.perf_counter() - began
    found = understand(sheet, TODAY)
    understood = time.perf_counter() - began
    count = sum(1 for _row in found.rows())
    assert count == found.count
    told = {
        "opened": opened, "understood": understood, "read": time.perf_counter() - began, "before": before,
        "peak": _peak(resource.RUSAGE_SELF), "child": _peak(resource.RUSAGE_CHILDREN),
    }  # fmt: skip
    print(json.dumps(told))


def _peak(whose: int) -> float:
    return resource.getrusage(whose).ru_maxrss / 1024


def _rows(size: int) -> list[list[str | int]]:
    dice = Random(7)
    rows: list[list[str | int]] = [["DAFTAR ANGGOTA"], [], list(HEADINGS)]
    for number in range(1, size + 1):
        if number % 20 == 1:
            rows += [[], [f"P3A Kelompok {chr(65 + number % 26)} — Kalurahan Kalirejo"]]
        rows.append(_someone(dice, number))
    return rows


def _someone(dice: Random, number: int) -> list[str | int]:
    year = dice.randint(55, 99)
    day, month = dice.randint(1, 28), dice.randint(1, 12)
    nik = f"340108{day + 40:02}{month:02}{year:02}{number % 9999 + 1:04}"
    birth = dice.choice(
        (f"Kulon Progo, {day} Agustus 19{year}", f"{day}-{month}-{year}", f"19{year}", f"{day}/{month}/19{year}")
    )
    return [
        number, f"{dice.choice(('', 'Bu ', 'Hj. '))}{dice.choice(FIRST)} {dice.choice(LAST)}", nik, birth, 125 - year,
        "Keji", "Kalirejo", f"08{dice.randint(10**9, 10**10)} (suami)", "SMP",
        dice.choice(("Ex TKW", "IRT", "Kel. PMI")), "HK", f"th {dice.randint(2000, 2024)}", "",
    ]  # fmt: skip


def _xlsx(size: int) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Anggota")
    for line, row in enumerate(_rows(size)):
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def _csv(size: int) -> bytes:
    return "\n".join(";".join(map(str, row)) for row in _rows(size)).encode()


if __name__ == "__main__":
    if sys.argv[1] == "read":
        read()
    else:
        write = {"xlsx": _xlsx, "csv": _csv}[sys.argv[2]]
        sys.stdout.buffer.write(write(int(sys.argv[3])))
