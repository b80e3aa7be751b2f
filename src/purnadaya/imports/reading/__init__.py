"""Reading the spreadsheets people have: any file, any layout, every line accounted for.

Pure: no database, no clock. How it is used::

    book = read_workbook(content, "anggota.xlsx")       # raises Refused with one clear problem
    for sheet in book.sheets:
        found = understand(sheet, today)                # or understand(sheet, today, choices)
        found.kind, found.problem, found.columns        # what it is; each column with meaning, score, reason
        found.count, found.headers, found.sections, found.skipped  # together every line that holds anything
        for row in found.rows():                        # read one by one; memory stays flat
            row.line, row.values[Meaning.NAME].name, row.village, row.problems, row.notes, row.marks
        kept = found.choices().as_json()                # for the next file: Choices.from_json(kept)

``match_place`` finds what a place's name means among places the caller hands in.
"""

from purnadaya.imports.reading.cells import Cell, CellProblem, Line, Reading
from purnadaya.imports.reading.columns import Column, Why
from purnadaya.imports.reading.headings import Meaning
from purnadaya.imports.reading.layout import Role
from purnadaya.imports.reading.meetings import MeetingColumn
from purnadaya.imports.reading.rows import Row
from purnadaya.imports.reading.sheets import Choices, Kind, Part, SkippedLine, Understood, understand
from purnadaya.imports.reading.values.choices import Mark
from purnadaya.imports.reading.values.dates import Birth
from purnadaya.imports.reading.values.names import NameRead
from purnadaya.imports.reading.values.numbers import PhoneRead, read_money
from purnadaya.imports.reading.values.places import Option, PlaceMatch, Section, match_place, read_section
from purnadaya.imports.reading.workbooks import LIMITS, Limits, Sheet, Workbook, read_workbook, sheet_of

__all__ = [
    "LIMITS",
    "Birth",
    "Cell",
    "CellProblem",
    "Choices",
    "Column",
    "Kind",
    "Limits",
    "Line",
    "Mark",
    "Meaning",
    "MeetingColumn",
    "NameRead",
    "Option",
    "Part",
    "PhoneRead",
    "PlaceMatch",
    "Reading",
    "Role",
    "Row",
    "Section",
    "Sheet",
    "SkippedLine",
    "Understood",
    "Why",
    "Workbook",
    "match_place",
    "read_money",
    "read_section",
    "read_workbook",
    "sheet_of",
    "understand",
]
