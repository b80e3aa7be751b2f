"""What the tests of this folder hold the house to, as functions from what stands there to what is wrong.

Each takes its material (a folder, a text, a set), so that it can be run on the real house and on planted faults.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import models

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "purnadaya"

HOUSE = frozenset({"config", "office", "sync", "imports", "portal", "indicators", "tallies", "journal", "ui"}) | {
    "jobs", "access", "rulebook", "places", "kernel",
}  # fmt: skip
"""Apps that are not domain apps and are shaped by what they are for."""

ROOMS: Mapping[str, frozenset[str]] = {
    "rules": frozenset(),
    "facts": frozenset(),
    "models": frozenset({"rules"}),
    "queries": frozenset({"models", "rules"}),
    "measures": frozenset({"facts", "rules"}),
    "commands": frozenset({"queries", "models", "rules", "facts"}),
    "subject": frozenset({"queries", "models", "commands"}),
    "story": frozenset({"queries"}),
    "carry": frozenset({"queries"}),
    "office": frozenset({"queries", "commands", "rules"}),
    "migrations": frozenset({"rules"}),
    "apps": frozenset(),
}
"""The rooms of a domain app, and which other rooms of its own app each may import."""

NO_ROOMS = frozenset({"__init__.py", "__pycache__", "locale"})
READ_ONLY_ROOMS = ("rules", "facts", "queries", "measures", "story", "carry", "office")
WRITES = frozenset({"create", "update", "delete", "save"}) | {
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
}  # fmt: skip
CLOCKS = frozenset({"now", "today", "utcnow", "localdate", "time", "time_ns", "monotonic"})

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
FEWEST_WORDS = 4


def must_be_none(faults: Iterable[str]) -> None:
    """Fail, naming every fault on a line of its own."""
    if found := list(faults):
        pytest.fail("\n".join(found), pytrace=False)


# --- floors and rooms ------------------------------------------------------------------------


def contracts(text: str) -> dict[str, dict[str, list[str]]]:
    """The contracts of ``.importlinter``: name → option → its lines."""
    parser = configparser.ConfigParser()
    parser.read_string(text)
    return {
        name.rpartition(":")[2]: {key: [line.strip() for line in value.split("\n") if line.strip()] for key, value in
                                  parser[name].items()}
        for name in parser.sections()
        if name.startswith("importlinter:contract:")
    }  # fmt: skip


def floors_of(text: str) -> dict[str, int]:
    """The floor each app stands on; the lowest is 0. Apps side by side share one."""
    layers = contracts(text)["floors"]["layers"]
    return {app.strip(): floor for floor, line in enumerate(reversed(layers)) for app in line.split("|")}


class Pointer(NamedTuple):
    """A relation from one app's table to another's."""

    name: str
    app: str
    to: str


def pointers(tables: Iterable[type[models.Model]]) -> Iterator[Pointer]:
    """Every relation that the tables themselves hold."""
    for table in tables:
        for field in (*table._meta.local_fields, *table._meta.local_many_to_many):
            if field.remote_field is not None:
                to = field.remote_field.model
                app = to.partition(".")[0] if isinstance(to, str) else to._meta.app_label
                yield Pointer(f"{table._meta.label}.{field.name}", table._meta.app_label, app)


def upward_pointers(found: Iterable[Pointer], floors: Mapping[str, int]) -> list[str]:
    """Relations that do not point down or stay at home. What is not ours lies under everything."""
    ours = [pointer for pointer in found if pointer.app in floors and pointer.app != pointer.to]
    return [f"{p.name} points to {p.to}" for p in ours if floors.get(p.to, -1) >= floors[p.app]]


def domain_apps(source: Path) -> list[Path]:
    """The folders of the domain apps."""
    return sorted(path.parent for path in source.glob("*/__init__.py") if path.parent.name not in HOUSE)


def contract_gaps(text: str, source: Path) -> list[str]:
    """What ``.importlinter`` does not say yet of a domain app."""
    rooms, tables = contracts(text)["rooms"]["containers"], contracts(text)["tables"]["protected_modules"]
    apps = domain_apps(source)
    unroomed = [f"{app.name} is not in the contract on rooms" for app in apps if f"purnadaya.{app.name}" not in rooms]
    return unroomed + [
        f"{app.name} is not in the contract on tables"
        for app in apps
        if (app / "models.py").exists() and f"purnadaya.{app.name}.models" not in tables
    ]


def strange_rooms(app: Path) -> list[str]:
    """What lies in a domain app and is no agreed room."""
    known = ROOMS.keys() | NO_ROOMS
    return [
        f"{app.name}/{path.name}" for path in sorted(app.iterdir()) if path.name not in known and path.stem not in known
    ]


def python_in(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file in a folder, read."""
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _rooms_of(app: Path, rooms: Collection[str] = ROOMS) -> Iterator[tuple[str, Path, ast.Module]]:
    for path, tree in python_in(app):
        room = path.relative_to(app).parts[0].removesuffix(".py")
        if room in rooms:
            yield room, path, tree


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """The dotted names a file imports, also inside functions; ``from a import b`` counts as ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_imports(app: Path) -> list[str]:
    """Imports between the rooms of one domain app that the table does not allow."""
    faults = []
    for room, path, tree in _rooms_of(app):
        for module in imported_modules(tree):
            parts = module.split(".")
            other = parts[2] if parts[:2] == ["purnadaya", app.name] and len(parts) > 2 else room
            if other != room and other not in ROOMS[room]:
                faults.append(f"{path.relative_to(app.parent)} imports {app.name}.{other}")
    return faults


def writes_outside_commands(app: Path) -> list[str]:
    """Writes to tables in rooms that only read, and models that write behind one's back."""
    faults = []
    for room, path, tree in _rooms_of(app):
        where = path.relative_to(app.parent)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if room in READ_ONLY_ROOMS:
            funcs = [call.func for call in calls if not _saves_a_picture(call)]
            written = [func.attr for func in funcs if isinstance(func, ast.Attribute) and _writes(func)]
            faults += [f"{where} writes with {name}()" for name in written]
        if room == "models":
            methods = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            faults += [f"{where} overrides {name}()" for name in methods if name in ("save", "delete")]
        signals = ("django.db.models.signals", "django.dispatch", "django.core.signals")
        faults += [f"{where} listens to signals" for name in imported_modules(tree) if name.startswith(signals)]
    return faults


def _saves_a_picture(call: ast.Call) -> bool:
    """``save(out, "JPEG")``: a row is never saved into something."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "save" and len(call.args) == 2


def _writes(func: ast.Attribute) -> bool:
    """``save()`` and its like of anything; ``update()`` and ``create()`` of what comes from ``objects``."""
    through_manager = any(isinstance(part, ast.Attribute) and part.attr == "objects" for part in ast.walk(func.value))
    return func.attr in WRITES and (through_manager or func.attr not in ("create", "update"))


def clock_reads(paths: Iterable[Path]) -> list[str]:
    """Rules that ask the machine what time it is."""
    return [
        f"{path.parent.name}/{path.name} calls {node.func.attr}()"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]


# --- what is written about it ----------------------------------------------------------------


def first_cells(markdown: str) -> set[str]:
    """Every `code` in the first cell of a table row."""
    cells = [line.split("|")[1] for line in markdown.splitlines() if line.startswith("|")]
    return {code for cell in cells for code in re.findall(r"`([^`]+)`", cell)}


def command_gaps(kinds: Mapping[str, type[Any]], reference: str, glossary: str, cases: Collection[str]) -> list[str]:
    """What a command still lacks: its docstring, its row, its word, its case for the doors."""
    rows, words = first_cells(reference), first_cells(glossary)
    gaps = []
    for kind, command in kinds.items():
        word = re.split(r"[._]", kind)[-1]
        lacks = {
            "no docstring": vars(command).get("__doc__"),
            "no row in docs/reference.md": kind in rows,
            f"no word `{word}` in docs/glossary.md": word in words,
            "no case in tests/doors/cases.py": kind in cases,
        }
        gaps += [f"{kind}: {what}" for what, there in lacks.items() if not there]
    return gaps + [f"{kind}: a case, but no such command" for kind in cases if kind not in kinds]


def setting_gaps(source: str, reference: str) -> list[str]:
    """Settings that are read and not documented, or documented and not read."""
    read = set(re.findall(r"\bPURNADAYA_[A-Z_]+\b", source))
    documented = {cell for cell in first_cells(reference) if cell.startswith("PURNADAYA_")}
    return [f"{name}: not in docs/reference.md" for name in sorted(read - documented)] + [
        f"{name}: in docs/reference.md, but nobody reads it" for name in sorted(documented - read)
    ]


def problem_codes(folder: Path) -> set[str]:
    """Every code of a ``Problem("…")`` in the source, also one of two in ``"…" if … else "…"``."""
    return {
        part.value
        for _path, tree in python_in(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node.func) == "Problem" and node.args
        for part in ast.walk(node.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def _called(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def problem_gaps(codes: Collection[str], worded: Collection[str], reference: str) -> list[str]:
    """Codes without words for people, codes without a row."""
    rows = first_cells(reference)
    silent = [f"{code}: no words for people" for code in sorted(set(codes) - set(worded))]
    return silent + [f"{code}: no row in docs/reference.md" for code in sorted({*codes, *worded} - rows)]


def stale_rows(reference: str, known: Collection[str], apps: Collection[str]) -> list[str]:
    """Dotted names of ours in docs/reference.md that nothing in the house is called any more."""
    ours = {row for row in first_cells(reference) if row.partition(".")[0] in apps and re.fullmatch(r"\w+\.\w+", row)}
    return [f"{row}: in docs/reference.md, but there is no such thing" for row in sorted(ours - set(known))]


# --- size and names --------------------------------------------------------------------------


def too_long(root: Path, files: Iterable[Path], exempt: Collection[str] = ()) -> list[str]:
    """Files and functions over their bound, and exemptions that are not needed any more.

    An exemption is a path, or ``path:function``.
    """
    long = {}
    for path in files:
        name, text = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        lines = text.count("\n") + 1
        if lines > LONGEST_FILE:
            long[name] = f"{name} has {lines} lines"
        if path.suffix == ".py":
            long |= {
                f"{name}:{function}": f"{name}: {function}() has {n} lines" for function, n in _long_functions(text)
            }
    stale = [f"{name} need not be exempt any more" for name in exempt if name not in long]
    return [fault for name, fault in long.items() if name not in exempt] + stale


def _long_functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield node.name, lines


def names_that_tell_nothing(files: Iterable[Path]) -> list[str]:
    """Tests whose names are no sentences."""
    names = [
        (path.name, node.name)
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return [f"{file}: {name}" for file, name in names if _tells_nothing(name)]


def _tells_nothing(name: str) -> bool:
    words = name.removeprefix("test_").split("_")
    return len(words) < FEWEST_WORDS or name.endswith(("_works", "_work", "_is_ok", "_succeeds"))


# --- templates -------------------------------------------------------------------------------

_NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->|"
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}|\{%.*?%\}|\{\{.*?\}\}|&#?\w+;",
    re.S,
)
_SHOWN_ATTRIBUTE = re.compile(r"""\s(?:alt|aria-label|placeholder|title)=("[^"]*"|'[^']*')""")
_NO_WORDS = frozenset({"purnadaya", "nik", "qr"})
"""The same in every language."""
_INLINE = {
    "script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "style in the page": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}


def inline_code(template: str) -> list[str]:
    """Script and style that the content security policy would not run, and values that are not escaped."""
    return [what for what, pattern in _INLINE.items() if pattern.search(template)]


def foreign_includes(template: str, app: str, domains: Collection[str]) -> list[str]:
    """Other domain apps whose templates a template of ``app`` draws in; pages compose by address instead."""
    drawn = re.findall(r"""\{%\s*(?:include|extends)\s+["']([\w-]+)/""", template)
    return [other for other in drawn if other in domains and other != app]


def bare_words(template: str) -> list[str]:
    """Words a reader sees that no translate tag holds, in text and in attributes."""
    shown = _NOT_SHOWN.sub(" ", template)
    attributes = [text[1:-1] for text in _SHOWN_ATTRIBUTE.findall(shown)]
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", shown, flags=re.S)
    words = re.findall(r"[^\W\d_]{2,}", " ".join([text, *attributes]))
    return [word for word in words if word.casefold() not in _NO_WORDS]


# --- the tree --------------------------------------------------------------------------------

_OF_A_MACHINE = {
    "address of a registry": re.compile(
        r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|npmmirror|debian)\.(?:org|com)|--(?:extra-)?index-url|--find[-]links"
        r'|"resolved["]:'
    ),
    "path of a machine": re.compile(r"(?:^|[^\w.])/(?:work|root|farm)/[a-z]|/opt/(?:wheels|pypi)", re.M),
}


def machine_traces(files: Iterable[Path]) -> list[str]:
    """Files that hold only on the machine they were made on."""
    faults = []
    for path in files:
        text = path.read_bytes().decode("utf-8", "replace")
        faults += [f"{path.name}: {what}" for what, pattern in _OF_A_MACHINE.items() if pattern.search(text)]
    return faults
