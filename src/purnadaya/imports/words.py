"""Words for what cannot be read in a spreadsheet, and for what was taken so though not written so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

PROBLEM_WORDS: Mapping[str, Any] = {
    # the file
    "imports.too_big": _("This file is too big: at most %(megabytes)s MB. Save each sheet as a file of its own."),
    "imports.empty_file": _("This file is empty. Choose it once more."),
    "imports.broken_file": _(
        "This file is damaged or was cut off. Open it in Excel or LibreOffice, save it anew and give it again."
    ),
    "imports.password": _(
        "This file is locked with a password. Open it, take the password away, save it and give it again."
    ),
    "imports.web_page": _(
        "This is a web page under the name of a spreadsheet. Open it in Excel or LibreOffice, save it "
        "as xlsx and give that."
    ),
    "imports.not_a_spreadsheet": _("This is no spreadsheet (%(kind)s). We read xlsx, xls, ods and csv."),
    "imports.unknown_file": _("We do not know this kind of file. We read xlsx, xls, ods and csv."),
    "imports.unpacks_too_big": _(
        "This file unpacks to more than we can take in. Copy the list into a new file and give that."
    ),
    "imports.too_much": _(
        "This file needs more memory than we can give. Copy the list into a new file without the empty "
        "lines and columns."
    ),
    "imports.too_slow": _("Reading this file takes too long. Copy the list into a new file and give that."),
    "imports.too_many_lines": _(
        "There are more than %(most)s lines in this file. Divide it and give the pieces one by one."
    ),
    "imports.too_many_sheets": _(
        "There are more than %(most)s sheets in this file. Divide it and give the pieces one by one."
    ),
    "imports.no_cells": _("There is nothing to read in this file. Are the lists pictures? Then they must be typed."),
    # a sheet
    "imports.too_many_columns": _(
        "Something stands beyond column %(most)s. Copy the list into a new sheet without the columns to its right."
    ),
    "imports.empty_sheet": _("Nothing is written in this sheet."),
    "imports.no_headings": _(
        "We found no list here: no line says what its columns are. Write headings like Nama and NIK above the list."
    ),
    "imports.no_rows": _("There are headings here, but nobody stands under them."),
    "imports.savings_book": _("This is a book of savings. It cannot be taken in yet."),
    "imports.other_kind": _("This is neither a list of members nor of who was at which meeting."),
    "imports.side_by_side": _("Two lists stand side by side. Only the left one is read: put the other below it."),
    "imports.one_meeting": _("This looks like the list of who came to one meeting. Only the people are read."),
    # the day of a meeting
    "imports.meeting_without_day": _(
        "The column “%(text)s” does not say on which day the meeting was. Write the day in its heading."
    ),
    "imports.day_without_year": _("The year of “%(text)s” is written nowhere. Say which year it was."),
    "imports.year_taken": _("The year %(year)s was taken from what stands beside or above."),
    "imports.day_in_future": _("%(text)s lies in the future. Look at day, month and year."),
    # a cell that cannot be read
    "imports.too_long": _("There is more text in this cell than can be an answer."),
    "imports.no_name": _("No name stands in this line."),
    "imports.bad_name": _("“%(text)s” cannot be a name."),
    "imports.bad_date": _("“%(text)s” is no date we can read. Write it like 12-08-1985, or only the year."),
    "imports.no_such_day": _("The day “%(text)s” does not exist. Look at day and month."),
    "imports.which_century": _("“%(text)s” may be a child or someone very old. Write the year with four digits."),
    "imports.bad_age": _("“%(text)s” is no age."),
    "imports.nik_digits_lost": _(
        "The spreadsheet has cut off the last digits of this NIK. Look at her card and type it as text."
    ),
    "imports.nik_length": _("A NIK has 16 digits; here are %(digits)s."),
    "imports.nik_no_such_day": _("This NIK holds a birth date that does not exist. Look at her card."),
    "imports.nik_no_serial": _("This NIK ends in 0000, which none does. Look at her card."),
    "imports.bad_phone": _("“%(text)s” is no phone number."),
    "imports.phone_digits_lost": _(
        "The spreadsheet has cut off the last digits of this phone number. Type it as text."
    ),
    "imports.bad_money": _("“%(text)s” is no amount of whole rupiah."),
    "imports.not_a_choice": _("We do not know the word “%(text)s” here."),
    "imports.which_migrant": _("“%(text)s” does not say whether she is back, still abroad, or yet to go."),
    "imports.unknown_country": _("We know no country called “%(text)s”."),
    "imports.unknown_mark": _("We do not know what “%(text)s” means here: there, excused or absent?"),
    "imports.sex_p_unclear": _("Here P may mean pria or perempuan, for others have W. Write L or P in all lines."),
    "imports.formula_without_value": _(
        "There is a formula here that was never calculated. Open the file, save it, and give it again."
    ),
    "imports.formula_error": _("The formula here shows an error."),
    # what was taken so though not written so
    "imports.age_taken": _("Born about %(year)s: reckoned from an age of %(age)s."),
    "imports.age_differs": _("Her age and her birth date do not agree: born then, she would be about %(years)s."),
    "imports.century_taken": _("Only two digits were written; we took the year %(year)s."),
    "imports.month_first": _("Here the month stands before the day."),
    "imports.month_left_out": _("Of a birth without a day only the year is kept."),
    "imports.serial_taken": _("A number of days stood here, as spreadsheets keep dates. It was read as a date."),
    "imports.name_remark": _("Beside the name stands: %(text)s. It is not part of her name."),
    "imports.perhaps_died": _("Beside the name stands that she died. Please ask."),
    "imports.phone_remark": _("Beside the number stands: %(text)s."),
    "imports.more_phones": _("More numbers stand here. The first one was taken."),
    "imports.background_not_said": _("“%(text)s” is her work. Why she is in the list is not said."),
    "imports.city_taken": _("“%(text)s” is a city. Its country was taken."),
    "imports.post_in_note": _("What she is in the group stood among the remarks."),
    "imports.late_taken": _("She came late, and is counted as there."),
    "imports.merged_filled": _("Taken from the merged cell above."),
}
