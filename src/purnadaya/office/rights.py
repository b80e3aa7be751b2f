"""Her file: everything held about one person and who looked at it, as a page to read and as data to take along."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from purnadaya.access.actors import UserActor
from purnadaya.access.policies import can
from purnadaya.journal.models import Operation, Reading
from purnadaya.journal.reading import read_logged
from purnadaya.journal.subject import lines_of_others
from purnadaya.journal.subjects import Held, Subject, held_about
from purnadaya.kernel.clock import SYSTEM_CLOCK
from purnadaya.kernel.commands import Ref
from purnadaya.kernel.problems import Problem, Refused, refuse_if_any
from purnadaya.kernel.sealing import CannotOpen
from purnadaya.office.looks import told as looks_told
from purnadaya.office.rights_words import FIELD_WORDS, THING_WORDS, VALUE_WORDS
from purnadaya.office.story import told
from purnadaya.people.queries import granting_problems, person_for, request_for, subject_of
from purnadaya.people.rules import Wish
from purnadaya.places.queries import place_lines
from purnadaya.ui.dates import birth_words

FORMAT = 1
"""The shape of ``data.json``; a reader of another one must look twice."""
EXPORT = "export"
"""Under which field the making of a file stands among the readings."""


def file_about(actor: UserActor, request_id: UUID) -> bytes:
    """A zip of ``data.html``, ``data.json`` and her own files for the person who asked to see what is held about her.

    That it was made is on record, or it is not made. Raises ``access.not_found`` for who may not see the
    request, ``access.not_allowed`` for who may not settle it, and ``people.request_settled``,
    ``people.another_wish`` or ``people.asker_not_entitled`` where it must not be given out.
    """
    request = request_for(actor, request_id)
    if not can(actor, "settle", request):
        raise Refused(Problem("access.not_allowed"))
    refuse_if_any(granting_problems(request, frozenset({Wish.ACCESS, Wish.ERASE})))
    person = person_for(actor, request.person.root_id)
    # The waiting room is looked through before the turn to write, which others wait for.
    looked_for = subject_of(person)
    passed = lines_of_others(looked_for)
    return read_logged(actor, Ref.to("person", person.id), EXPORT, lambda: _zipped(actor, person, looked_for, passed))


def _zipped(actor: UserActor, person: Any, looked_for: Subject, passed: frozenset[UUID]) -> bytes:
    subject = subject_of(person)
    if subject == looked_for:
        subject = replace(subject, passed=passed)
    held, now, ids = held_about(subject), SYSTEM_CLOCK.now(), subject.ids
    operations = Operation.objects.applied().filter(object_kind="person", object_id__in=map(str, ids)).order_by("seq")
    entries = told(actor, person, operations, unmasked=True)
    readings = Reading.objects.filter(object_kind="person", object_id__in=map(str, ids)).order_by("id")
    looks = looks_told(actor, readings, FIELD_WORDS)
    files, lost = _files_of(held)
    page = {
        "organisation": actor.organisation_name,
        "person": person,
        "made_at": now,
        "things": [_in_words(one) for one in held if one.kind in THING_WORDS],
        "entries": entries,
        "looks": looks,
        "lost": lost,
    }
    data = {
        "format": FORMAT,
        "made_at": now,
        "organisation": page["organisation"],
        "person": person.id,
        "held": [{"kind": one.kind, "id": one.id, "values": one.values} for one in held],
        "written_by": [{"when": entry.when, "who": entry.who, "act": entry.act} for entry in entries],
        "looked_at_by": [{"when": look.when, "who": look.who, "what": look.what} for look in looks],
        "lost_files": lost,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.html", render_to_string("office/her_file.html", page))
        archive.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for name, content in files.items():
            archive.writestr(f"files/{name}", content, zipfile.ZIP_STORED)
    return out.getvalue()


def _files_of(held: Iterable[Held]) -> tuple[dict[str, bytes], list[str]]:
    """Her files by their names, and the names of those that cannot be opened any more: she is told."""
    files: dict[str, bytes] = {}
    lost: list[str] = []
    for name, read in (file for one in held for file in one.files.items()):
        try:
            files[name] = read()
        except CannotOpen:
            lost.append(name)
    return files, lost


def _in_words(one: Held) -> tuple[str, list[tuple[str, Any]]]:
    """A thing and its filled-in values, with the words people know them by."""
    places = place_lines([str(one.values["village"])]) if one.values.get("village") else {}
    given = ((name, value) for name, value in one.values.items() if value not in ("", None))
    lines = [(str(FIELD_WORDS.get(name, name)), _value_in_words(name, value, places)) for name, value in given]
    return str(THING_WORDS[one.kind]), lines


def _value_in_words(name: str, value: Any, places: Mapping[str, str]) -> Any:
    if words := VALUE_WORDS.get(name):
        return ", ".join(str(words.get(code, code)) for code in str(value).split())
    return birth_words(value) if name == "birth" else places.get(value, value)
