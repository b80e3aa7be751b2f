"""Every command through form and command line: same row, same history, same refusal."""

from __future__ import annotations

import contextlib
import html
import io
import json
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from purnadaya.journal.contents import contents_of
from purnadaya.journal.models import Operation
from purnadaya.kernel.commands import command_kinds
from purnadaya.kernel.dates import PartialDate
from purnadaya.kernel.ids import new_id
from purnadaya.kernel.problems import Problem
from purnadaya.people.models import ENTRIES
from purnadaya.ui.words import say
from tests.doors import group_cases, meeting_cases, outreach_cases
from tests.doors.cases import CASES, COMMAND_LINE_ONLY, Case
from tests.world import World

KINDS = sorted(set(CASES) - COMMAND_LINE_ONLY)


def test_every_command_has_a_case_for_its_doors() -> None:
    assert set(CASES) == set(command_kinds())


@pytest.mark.parametrize("kind", sorted(COMMAND_LINE_ONLY))
def test_what_only_the_operator_gives_goes_through_the_command_line(world: World, kind: str) -> None:
    case = CASES[kind](world)
    assert through_the_command_line(case, kind, case.boxes)["result"] == "applied"
    answer = through_the_command_line(case, kind, case.boxes | case.wrong)
    assert {problem["code"] for problem in answer["problems"]} == case.codes


def tell(operations: Any) -> list[Any]:
    """What the log says, without ids and times."""
    names = (
        "kind",
        "organisation_id",
        "actor_kind",
        "actor_id",
        "object_kind",
        "object_version",
        "fields",
        "problems",
    )
    return [
        {name: getattr(row, name) for name in names} | {"body": without_new_ids(told.body), "before": told.before}
        for row, told in contents_of(operations)
        if told is not None
    ]


GROUP_IDS = {"group", "membership", "term", "topic", "meeting", "lesson", "guest", "decision", "difference", "outreach"}


def without_new_ids(body: dict[str, Any]) -> dict[str, Any]:
    ours = {
        "person",
        "user",
        "grant",
        "hamlet",
        "request",
        "own_value",
        *ENTRIES,
        "entry",
        "document",
        "file",
        "digest",
        *GROUP_IDS,
    }
    return {name: value for name, value in body.items() if name not in ours}


def typed(boxes: dict[str, Any]) -> dict[str, str]:
    """The boxes as a browser sends them: a birth date is several, a place has its code."""
    sent: dict[str, str] = {}
    for name, value in boxes.items():
        if name == "birth":
            known = PartialDate.parse(value)
            day = {
                "birth_how": "day",
                "birth_day": str(known.first.day),
                "birth_month": str(known.first.month),
                "birth_year": str(known.first.year),
            }
            sent |= day if "-" in value else {"birth_how": "year", "birth_only_year": value}
        elif name in ("departed", "returned"):
            sent |= rough(name, value)
        elif name in ("since", "until"):
            sent |= {name: value, **rough(name, value)}
        elif name == "attendance":
            sent |= marked(value)
        elif name == "persons":
            sent |= {f"turn-{person}": str(turn) for turn, person in enumerate(value, start=1)}
        elif name in ("owner", "teacher", "by_all", "owner_user"):
            sent |= chosen(name, value)
        else:
            sent[name] = str(value)
    return sent


def rough(name: str, value: str) -> dict[str, str]:
    """The boxes of a date as rough as it is known."""
    return dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), value.split("-"), strict=False))


def marked(lines: list[dict[str, Any]]) -> dict[str, str]:
    """The tiles of those who came or not."""
    sent = {}
    for line in lines:
        sent[f"a-{line['person']}"] = line["attended"]
        sent[f"x-{line['person']}"] = line.get("excuse", "")
        sent[f"w-{line['person']}"] = "guest" if line["guest"] else ""
    return sent


def chosen(name: str, value: Any) -> dict[str, str]:
    """Who does or did it, as the one list says it."""
    code = {"by_all": "all", "owner_user": f"u:{value}"}.get(name, f"p:{value}")
    box = "teacher" if name == "teacher" else "owner"
    return {box: code} if value else {box: ""} if value == "" else {}


def hidden(page: str) -> dict[str, str]:
    """The hidden and filled boxes of the page's form, as a browser would send them back."""
    (form,) = re.findall(r"<form[^>]*data-form.*?</form>", page, re.S)
    boxes = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        kind = attributes.get("type", "text")
        if kind in ("radio", "checkbox") and " checked" not in tag:
            continue
        if "name" in attributes and kind != "submit":
            boxes[attributes["name"]] = html.unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        boxes[name] = chosen[1] if chosen else ""
    return boxes


def through_the_office(world: World, case: Case, boxes: dict[str, Any]) -> Any:
    browser = world.browser(case.who)
    page = browser.get(case.address)
    assert page.status_code == 200, case.address
    return browser.post(case.address, {**hidden(page.content.decode()), **typed(boxes)})


def through_the_command_line(case: Case, kind: str, boxes: dict[str, Any]) -> dict[str, Any]:
    ids = {name: str(new_id()) for name in case.new_ids}
    given = {name: value if value != "" else None for name, value in boxes.items()}
    body = {**case.fixed, "changes": given} if case.edits else {**case.fixed, **ids, **boxes}
    out = io.StringIO()
    more = {"base": case.base} if case.base is not None else {}
    with contextlib.suppress(SystemExit):
        who = {"username": case.who} if case.who else {"reason": "a new organisation joins"}
        call_command("do", kind, json.dumps(body), **who, stdout=out, **more)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def after(world: World, kind: str, send: Any) -> list[Any]:
    """What the log tells after sending, with everything undone again."""
    before = transaction.savepoint()
    case = CASES[kind](world)
    case.before(world)
    last = Operation.objects.order_by("-seq").first()
    send(case)
    told = tell(Operation.objects.filter(seq__gt=last.seq if last else 0).order_by("seq"))
    transaction.savepoint_rollback(before)
    return told


@pytest.mark.each_case
@pytest.mark.parametrize("kind", KINDS)
def test_form_and_command_line_write_the_same(world: World, kind: str) -> None:
    def by_form(case: Case) -> None:
        response = through_the_office(world, case, case.boxes)
        assert response.status_code in (200, 302), re.findall(r"field-error[^>]*>([^<]*)", response.content.decode())

    def by_line(case: Case) -> None:
        assert through_the_command_line(case, kind, case.boxes)["result"] == "applied"

    office, line = after(world, kind, by_form), after(world, kind, by_line)
    assert len(office) == 1
    assert office[0]["problems"] is None
    assert office == line


NOTHING_ASKED = {
    "access.issue_code",
    "access.open_sign_in",
    "people.erase_person",
    "people.keep_apart",
    "documents.renew_consent",
    *meeting_cases.NOTHING_ASKED,
    *group_cases.NOTHING_ASKED,
    *outreach_cases.NOTHING_ASKED,
}
"""Commands without a box to fill in wrongly."""


@pytest.mark.parametrize("kind", sorted(set(KINDS) - NOTHING_ASKED))
def test_form_and_command_line_refuse_for_the_same_reason(world: World, kind: str) -> None:
    def by_form(case: Case) -> None:
        response = through_the_office(world, case, case.boxes | case.wrong)
        assert response.status_code == 422
        page = html.unescape(response.content.decode())
        details = {"username": "rina", "name": "Clapar"}
        for code in case.codes:
            assert say(Problem(code, details)) in page

    def by_line(case: Case) -> None:
        answer = through_the_command_line(case, kind, case.boxes | case.wrong)
        assert answer["result"] == "refused"
        assert {problem["code"] for problem in answer["problems"]} == case.codes

    assert after(world, kind, by_form) == after(world, kind, by_line)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_twice_writes_once(world: World, kind: str) -> None:
    def twice(case: Case) -> None:
        browser = world.browser(case.who)
        boxes = {**hidden(browser.get(case.address).content.decode()), **typed(case.boxes)}
        assert browser.post(case.address, boxes).status_code in (200, 302)
        assert browser.post(case.address, boxes).status_code in (200, 302)

    assert len(after(world, kind, twice)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_and_the_public_find_no_such_form(world: World, kind: str) -> None:
    from django.test import Client

    case = CASES[kind](world)
    assert Client().get(case.address)["Location"].startswith("/masuk/")
    if case.fixed and kind != "places.name_hamlet":
        assert world.browser("rina").get(case.address).status_code == 404
        assert world.browser("rina").post(case.address, typed(case.boxes)).status_code == 404


PLANTED = {"phone": "0812 7770 0042", "nik": "3401085712900042"}


def plantable(kind: str) -> dict[str, str]:
    """The fields of a command that hold what is kept sealed, filled."""
    command = command_kinds()[kind].model_fields
    changes = getattr(command.get("changes"), "annotation", None)
    return {name: value for name, value in PLANTED.items() if name in (changes.model_fields if changes else command)}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if plantable(kind)])
@pytest.mark.parametrize("wrong", [False, True])
def test_what_is_kept_sealed_is_told_by_no_note_refusal_or_log_line(
    world: World, caplog: pytest.LogCaptureFixture, kind: str, wrong: bool
) -> None:
    caplog.set_level(0)
    case = CASES[kind](world)
    case.before(world)
    boxes = {**case.boxes, **plantable(kind), **(case.wrong if wrong else {})}
    last = Operation.objects.latest("seq").seq
    answers = [through_the_command_line(case, kind, boxes), through_the_office(world, case, boxes).headers]
    rows = Operation.objects.filter(seq__gt=last).values()
    told = re.sub(r"[\s-]", "", str([answers, list(rows), caplog.text, caplog.records]))
    assert rows or wrong
    assert not re.search(r"81277700042|3401085712900042", told)
