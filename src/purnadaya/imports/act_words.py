"""What each command about imports is called when it has been done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

ACTS: Mapping[str, Any] = {
    "imports.give_file": _("gave a spreadsheet"),
    "imports.choose_sheet": _("chose how a sheet is read"),
    "imports.decide_rows": _("decided about rows that waited"),
    "imports.take_in": _("took in a sheet"),
    "imports.undo_import": _("took an import back"),
    "imports.save_mapping": _("kept what the columns of a sheet are"),
    "imports.forget_original": _("let go of a spreadsheet"),
}
