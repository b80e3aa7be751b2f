"""``purnadaya import FILE``: take in a spreadsheet, sheet by sheet, in the foreground."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.core.management.base import BaseCommand, CommandError
from pydantic import ValidationError

from purnadaya.access.actors import UserActor
from purnadaya.groups.queries import groups_for
from purnadaya.imports import surveying
from purnadaya.imports.choices import SheetChoices
from purnadaya.imports.commands import ChooseSheet, GiveFile, TakeIn, read_rows, receive, take_sheet
from purnadaya.imports.models import ImportFile, ImportSheet
from purnadaya.imports.queries import counts_of, sheet_for, sheets_of
from purnadaya.imports.reading import Kind
from purnadaya.imports.rules import FIRST_FOUR, READY, RowState
from purnadaya.journal.envelopes import Envelope
from purnadaya.journal.execute import execute
from purnadaya.journal.writing import CannotSave
from purnadaya.kernel.areas import AreaCode, Level
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Command as Wish
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem, Refused
from purnadaya.office.command_line import acting
from purnadaya.places.queries import named
from purnadaya.places.rules import well_shaped
from purnadaya.ui.words import say

DOOR = "command_line"


class Command(BaseCommand):
    """Reads, judges and takes in what is ready; what waits is decided in the office."""

    help = "Take in a spreadsheet: purnadaya import anggota.xlsx --as koordinator --place 34.01"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, who acts, and what was chosen."""
        parser.add_argument("file", help="an xlsx, xls, ods or csv file")
        parser.add_argument("--as", dest="username", required=True, help="user name of whoever acts")
        parser.add_argument("--organisation", help="her organisation, by name or id, to be sure")
        parser.add_argument("--sheet", action="append", default=[], help="only this sheet; may be said again")
        parser.add_argument("--map", dest="map_file", help="a yaml file of choices, for all sheets or by their names")
        parser.add_argument("--place", help="code or name of the area in which its places lie")
        parser.add_argument("--group", help="name or id of the group whose meetings a grid tells of")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="say it as json")

    def handle(self, *args: Any, **options: Any) -> None:
        """One sheet after the other; says of each what became of its rows."""
        try:
            self._handle(options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {' '.join(str(say(one)) for one in refused.problems)}") from None
        except CannotSave as failed:
            raise CommandError(str(say(failed.problem))) from None

    def _handle(self, options: dict[str, Any]) -> None:
        self.options = options
        self.actor = _user(options["username"], options["organisation"])
        self.area = _area(options["place"] or self.actor.home_area)
        self.group = _group(self.actor, options["group"])
        self.maps = _maps(options["map_file"])
        content = _content(options["file"])
        name = Path(options["file"]).name
        told = self._tried(content, name) if options["dry_run"] else self._taken(content, name)
        if options["json"]:
            self.stdout.write(json.dumps({"file": name, "sheets": told}, ensure_ascii=False, indent=1))
            return
        for sheet in told:
            self._say(sheet)

    def _wanted(self, names: list[str]) -> list[str]:
        wanted = self.options["sheet"] or names
        if strange := [name for name in wanted if name not in names]:
            raise CommandError(f"there is no sheet “{strange[0]}”; there are: {', '.join(names)}")
        return wanted

    def _choices(self, sheet: str) -> SheetChoices:
        return self.maps.get(sheet) or self.maps.get("") or SheetChoices()

    # --- trying -----------------------------------------------------------------------------

    def _tried(self, content: bytes, name: str) -> list[dict[str, Any]]:
        workbook = surveying.opened(content, name)
        wanted = self._wanted([sheet.name for sheet in workbook.sheets])
        digest = surveying.digest_of(content)
        return [
            self._tried_sheet(surveying.survey(workbook, sheet, self._choices(sheet.name), _today()), digest)
            for sheet in workbook.sheets
            if sheet.name in wanted
        ]

    def _tried_sheet(self, one: surveying.Survey, digest: str) -> dict[str, Any]:
        root = surveying.root_of(self.actor.organisation_id, digest, one.sheet.name)
        judged = surveying.judged(self.actor, one, root, self.area, self.group)
        counts: Counter[str] = Counter()
        for verdict in judged.verdicts:
            counts[verdict.state] += 1
            self._progress(one.found.name, counts.total(), one.found.count)
        notes = [note.as_json() for note in judged.notes]
        skipped = [[line.line, line.why.value] for line in one.found.skipped]
        told = _told(one.found.name, one.found.kind, one.found.count, counts)
        return {**told, **_lines(skipped, one.found.problem, notes)}

    # --- taking in --------------------------------------------------------------------------

    def _taken(self, content: bytes, name: str) -> list[dict[str, Any]]:
        if self.options["sheet"]:
            self._wanted([sheet.name for sheet in surveying.opened(content, name).sheets])
        file = receive(self.actor, new_id(), name, content)
        wanted = self._wanted([sheet.name for sheet in sheets_of(file)])
        self._run(GiveFile(import_file=file.id, digest=file.digest))
        return [self._taken_sheet(file, sheet) for sheet in sheets_of(file) if sheet.name in wanted]

    def _taken_sheet(self, file: ImportFile, sheet: ImportSheet) -> dict[str, Any]:
        choices = self._choices(sheet.name)
        kind = choices.kind or Kind(sheet.kind)
        if kind is not Kind.OTHER or choices.columns:
            group = self.group if kind is Kind.ATTENDANCE else None
            self._run(
                ChooseSheet(
                    import_file=file.id, sheet=sheet.id, area=self.area, group=group, choices=choices, at_once=True
                )
            )
            read_rows(self.actor, sheet_for(self.actor, sheet.id), self._teller(sheet.name))
            sheet = sheet_for(self.actor, sheet.id)
            counts = counts_of(sheet)
            if any(counts.now[state] for state in READY):
                self._run(TakeIn(import_file=file.id, sheet=sheet.id, at_once=True))
                take_sheet(self.actor, sheet_for(self.actor, sheet.id), self._teller(sheet.name))
            sheet = sheet_for(self.actor, sheet.id)
        counts = counts_of(sheet)
        problem = Problem.from_json(sheet.problem) if sheet.problem else None
        told = _told(sheet.name, Kind(sheet.kind), sheet.count, counts.first)
        told |= _lines(sheet.skipped, problem, sheet.notes)
        return {**told, "taken_in": counts.now[RowState.DONE], "waiting": counts.open}

    def _run(self, command: Wish) -> None:
        execute(command, Envelope(self.actor, DOOR))

    # --- saying -----------------------------------------------------------------------------

    def _teller(self, name: str) -> Any:
        return lambda done, total: self._progress(name, done, total)

    def _progress(self, name: str, done: int, total: int) -> None:
        if sys.stderr.isatty() and not self.options["json"]:
            sys.stderr.write(f"\r{name}: {done}/{total} ")
            sys.stderr.write("\n" if done >= total else "")

    def _say(self, told: dict[str, Any]) -> None:
        counts = ", ".join(f"{told[state]} {state}" for state in FIRST_FOUR)
        self.stdout.write(f"{told['name']} ({told['kind']}): {told['rows']} rows: {counts}")
        if told["problem"]:
            self.stdout.write(f"  {told['problem']}")
        if told["skipped"]:
            self.stdout.write(f"  {len(told['skipped'])} lines were skipped")
        if "taken_in" in told:
            self.stdout.write(f"  {told['taken_in']} taken in, {told['waiting']} wait to be looked at")


def _told(name: str, kind: Kind, rows: int, counts: Any) -> dict[str, Any]:
    first = {state.value: counts[state] for state in FIRST_FOUR}
    return {"name": name, "kind": kind.value, "rows": 0 if kind is Kind.OTHER else rows, **first}


def _lines(skipped: list[Any], problem: Problem | None, notes: list[Any]) -> dict[str, Any]:
    return {
        "skipped": [{"line": line, "reason": why} for line, why in skipped],
        "problem": str(say(problem)) if problem else None,
        "notes": [str(say(Problem.from_json(note))) for note in notes],
    }


def _today() -> Any:
    return SYSTEM_CLOCK.today()


def _user(username: str, organisation: str | None) -> UserActor:
    actor = acting(username, None, None)
    if not isinstance(actor, UserActor):
        raise CommandError("say who acts: --as USER")
    named_so = (actor.organisation_name.casefold(), str(actor.organisation_id))
    if organisation and organisation.casefold() not in named_so:
        raise CommandError(f"--organisation {organisation}: {username} is of {actor.organisation_name}")
    return actor


def _area(place: str) -> AreaCode:
    if not place:
        raise CommandError("say where its places lie: --place AREA")
    if (code := well_shaped(place)) is not None:
        return code
    found = named(place, (Level.REGENCY, Level.DISTRICT, Level.VILLAGE))
    if len(found) != 1:
        raise CommandError(f"--place {place}: {'several areas are' if found else 'no area is'} called so; say its code")
    return AreaCode(found[0].code)


def _group(actor: UserActor, text: str | None) -> UUID | None:
    if not text:
        return None
    groups = list(groups_for(actor))
    found = [one for one in groups if text.casefold() in (one.name.casefold(), str(one.id))]
    if len(found) != 1:
        raise CommandError(f"--group {text}: {'several groups are' if found else 'no group is'} called so")
    return found[0].id


def _maps(path: str | None) -> dict[str, SheetChoices]:
    """The choices of a yaml file: under ``sheets`` by their names, or for all of them."""
    if path is None:
        return {}
    try:
        body = yaml.safe_load(Path(path).read_text(encoding="utf-8")) or {}
        by_sheet = body.get("sheets") if isinstance(body, dict) else None
        if by_sheet is None:
            return {"": SheetChoices.model_validate(body)}
        return {str(name): SheetChoices.model_validate(one) for name, one in by_sheet.items()}
    except OSError as error:
        raise CommandError(f"{path}: cannot be read ({error.strerror})") from None
    except (yaml.YAMLError, ValidationError, ValueError, AttributeError) as error:
        raise CommandError(f"{path}: these are no choices for sheets: {str(error).splitlines()[0]}") from None


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: cannot be read ({error.strerror})") from None
