"""What imports need today: lists of which rows still wait."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from purnadaya.access.policies import holds
from purnadaya.imports.queries import imports_for
from purnadaya.imports.rules import READY
from purnadaya.imports.showing import counts_of_all, sheets_of_all
from purnadaya.kernel.commands import Actor

SHOWN = 3
LOOKED_AT = 10
"""The latest files that are looked through for rows that wait."""


def section(actor: Actor, _thing: Any) -> SafeString:
    """On the page of today, the lists whose rows wait for somebody; the same three questions however many."""
    if not holds(actor, "import_file", "give"):
        return SafeString("")
    files = list(imports_for(actor).filter(undone_at=None, forgotten_at=None)[:LOOKED_AT])
    sheets = sheets_of_all(files)
    counts = counts_of_all([one for of in sheets.values() for one in of])
    rows = [
        {
            "file": file,
            "waits": sum(counts[one.id].open for one in sheets[file.id]),
            "ready": sum(counts[one.id].now[state] for one in sheets[file.id] for state in READY),
        }
        for file in files
    ]
    left = [row for row in rows if row["waits"] or row["ready"]][:SHOWN]
    return render_to_string("imports/home.html", {"rows": left}) if left else SafeString("")
