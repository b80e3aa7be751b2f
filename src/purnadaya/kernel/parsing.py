"""From text to command: the shape is read by pydantic, the refusals are ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from purnadaya.kernel.commands import Command, command_named
from purnadaya.kernel.problems import Problem, Refused

_CODES = {
    "missing": "value.missing",
    "string_too_short": "value.missing",
    "too_short": "value.missing",
    "string_too_long": "value.too_long",
    "too_long": "value.too_long",
    "enum": "value.not_a_choice",
    "literal_error": "value.not_a_choice",
    "extra_forbidden": "value.not_known",
    "uuid_parsing": "value.bad_id",
    "uuid_type": "value.bad_id",
    "int_parsing": "value.bad_number",
    "int_from_float": "value.bad_number",
    "int_type": "value.bad_number",
    "date_from_datetime_parsing": "value.bad_date",
    "date_parsing": "value.bad_date",
}
_OWN_CODE = re.compile(r"[a-z]+\.[a-z_]+", re.ASCII)
"""A ValueError of ours whose whole text is a code says which problem it is."""


def parse(kind: str, body: Mapping[str, Any], version: int = 1) -> Command:
    """The command of this kind made of ``body`` (json values).

    Raises ``Refused`` with one problem for each field that does not fit, or ``kernel.unknown_command``
    for a kind or shape version nobody handles.
    """
    command = command_named(kind)
    if command is None or command.version != version:
        raise Refused(Problem("kernel.unknown_command", {"kind": kind[:64]}))
    return parse_as(command, body)


def parse_as(command: type[Command], body: Mapping[str, Any]) -> Command:
    """As ``parse``, for a known command class."""
    try:
        return command.model_validate(dict(body))
    except ValidationError as error:
        raise Refused(*(_problem(detail) for detail in error.errors(include_url=False))) from None


def _problem(detail: ErrorDetails) -> Problem:
    said = str(detail.get("ctx", {}).get("error", ""))
    own = said if _OWN_CODE.fullmatch(said) else ""
    limits = {name: value for name, value in detail.get("ctx", {}).items() if name in ("max_length", "min_length")}
    names = [str(part) for part in detail["loc"] if part != "changes"]
    code = own or _CODES.get(detail["type"], "value.not_right")
    return Problem(code, limits, tuple(names[:1]))
