"""Everything that can be written about imports."""

from purnadaya.imports.commands.files import ForgetOriginal, GiveFile, forget_old_files, receive
from purnadaya.imports.commands.meetings import take_marks
from purnadaya.imports.commands.rows import DecideRows
from purnadaya.imports.commands.sheets import READ_SHEET, ChooseSheet, SaveMapping, Told, read_rows
from purnadaya.imports.commands.taking import TAKE_IN, TakeIn, finish, take_rows
from purnadaya.imports.commands.undoing import UNDO, UndoImport, staying, undo_rows
from purnadaya.imports.models import ImportSheet
from purnadaya.imports.reading import Kind
from purnadaya.kernel.commands import Actor

__all__ = [
    "READ_SHEET",
    "TAKE_IN",
    "UNDO",
    "ChooseSheet",
    "DecideRows",
    "ForgetOriginal",
    "GiveFile",
    "SaveMapping",
    "TakeIn",
    "Told",
    "UndoImport",
    "forget_old_files",
    "read_rows",
    "receive",
    "staying",
    "take_sheet",
    "undo_rows",
]


def take_sheet(actor: Actor, sheet: ImportSheet, told: Told) -> None:
    """Take in what is ready of a sheet of any kind."""
    take = take_marks if sheet.kind == Kind.ATTENDANCE else take_rows
    take(actor, sheet, told)
    finish(sheet)
