"""The minute of a meeting (notulen) as a paper. Why someone was excused is in no minute, nor any number or address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from purnadaya.access.queries import names_of
from purnadaya.groups.office.offers import topic_names
from purnadaya.groups.office.words import POST_WORDS
from purnadaya.groups.queries import (
    Attendance,
    Counted,
    Decision,
    Group,
    Lesson,
    Meeting,
    attendance_of,
    counted,
    decisions_of,
    differences_of,
    guests_of,
    lessons_of,
    officer_names_on,
)
from purnadaya.groups.rules.groups import Post
from purnadaya.groups.rules.meetings import Attended
from purnadaya.kernel.commands import Actor
from purnadaya.places.queries import place_lines
from purnadaya.ui.dates import day_words
from purnadaya.ui.papers import Block, Paper, paper_sections

MINUTE = "minute"


def minute_of(actor: Actor, meeting: Meeting, *, signing: bool = False) -> Paper:
    """The minute; with room for the signature of everyone present when they are ``signing``."""
    lessons, decisions = lessons_of(meeting), decisions_of(meeting)
    users = {one.teacher_user for one in lessons} | {one.owner_user for one in decisions} | {meeting.recorded_by}
    colleagues = names_of(actor, {one for one in users if one})
    place = place_lines([meeting.village_id]).get(meeting.village_id, "")
    blocks = (
        _about(meeting, place),
        _text(_("What was planned"), meeting.agenda),
        *_who_came(meeting, signing=signing),
        _taught(lessons, topic_names(actor), colleagues),
        _agreed(decisions, colleagues),
        *paper_sections(MINUTE, actor, meeting),
        _text(_("What was talked about"), meeting.notes),
        _next(meeting),
    )
    return Paper(
        name=f"notulen-{meeting.held_on.isoformat()}",
        title=_("Minutes of the meeting"),
        by=getattr(actor, "organisation_name", ""),
        under=meeting.group.name,
        mark="\n".join(_marks(meeting)),
        blocks=tuple(block for block in blocks if block is not None),
        signed=f"{meeting.group.village.name}, {day_words(meeting.held_on)}",
        signatures=_signatures(meeting, colleagues),
    )


def called(person: Any) -> str:
    """How someone is spoken of, also one whose name was erased."""
    return person.root.called or _("someone")


def decree_words(group: Group) -> str:
    """The decree of the lurah and its day, as far as known."""
    if not group.decree or group.decreed_on is None:
        return group.decree
    return _("%(number)s of %(day)s") % {"number": group.decree, "day": day_words(group.decreed_on)}


def house_of(host: Any, place: str = "") -> str:
    """Where one meets: at whose house, and at what place."""
    house = _("at the house of %(name)s") % {"name": called(host)} if host else ""
    return ", ".join(filter(None, (house, place)))


def weekday_words(day: Any) -> str:
    """A day with its weekday."""
    return str(date_format(day, "l, j F Y"))


def _marks(meeting: Meeting) -> list[str]:
    told = [
        (_("This meeting was cancelled"), meeting.cancelled_at is not None),
        (_("This meeting is still to come."), meeting.held_on > timezone.localdate()),
        (_("Two accounts of this meeting differ, and nobody has settled it yet."), bool(differences_of(meeting))),
    ]
    return [words for words, holds in told if holds]


def _about(meeting: Meeting, place: str) -> Block:
    number = f" ({meeting.ordinal})" if meeting.ordinal > 1 else ""
    facts = (
        (_("Group"), meeting.group.name),
        (_("Decree of the lurah"), decree_words(meeting.group)),
        (_("Day"), weekday_words(meeting.held_on) + number),
        (_("Place"), house_of(meeting.host, meeting.place)),
        (_("Village"), place),
    )
    return Block(facts=_known(facts))


def _known(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in facts if value)


def _text(title: str, words: str) -> Block | None:
    return Block(title, words=words) if words else None


def _who_came(meeting: Meeting, *, signing: bool) -> list[Block]:
    lines, sums = attendance_of(meeting), counted([meeting])[meeting.id]
    present = [called(one.person) for one in lines if one.attended == Attended.PRESENT and not one.guest]
    head = (_("Name"), _("Signature")) if signing else (_("Name"),)
    told = (
        (_("Present"), sums.present), (_("Excused"), sums.excused), (_("Absent"), sums.absent),
        (_("Guests"), sums.guests),
    )  # fmt: skip
    return [
        Block(_("Who came"), words=" · ".join(f"{label}: {number}" for label, number in told), head=head,
              rows=tuple((name,) for name in present), widths=(3, 2)[: len(head)], numbered=True, tall=signing),
        *_guests(meeting, lines, sums),
    ]  # fmt: skip


def _guests(meeting: Meeting, lines: Iterable[Attendance], sums: Counted) -> list[Block]:
    if not sums.guests:
        return []
    named = [called(one.person) for one in lines if one.attended == Attended.PRESENT and one.guest]
    named += [one.name for one in guests_of(meeting)]
    women, men = meeting.guests_women, meeting.guests_men
    nameless = _("%(women)s women and %(men)s men without a name") % {"women": women, "men": men}
    told = [", ".join(named), nameless if women or men else ""]
    return [Block(_("Guests"), words="\n".join(filter(None, told)))]


def _taught(lessons: list[Lesson], topics: Mapping[str, Any], colleagues: Mapping[UUID, str]) -> Block:
    title = _("What was taught")
    if not lessons:
        return Block(title, words=_("Nothing was taught, or nobody wrote it down."))
    rows = tuple(
        (str(topics.get(one.topic, one.topic)), str(one.minutes), _teacher(one, colleagues), one.learnt)
        for one in lessons
    )
    head = (_("Topic"), _("Minutes"), _("Taught by"), _("What was learnt"))
    said = tuple(_lesson_line(*row) for row in rows)
    return Block(title, head=head, rows=rows, widths=(5, 3, 4, 6), said=said)


def _lesson_line(topic: str, minutes: str, teacher: str, learnt: str) -> str:
    number = int(minutes)
    lasted = ngettext("%(n)s minute", "%(n)s minutes", number) % {"n": number}
    line = ", ".join(filter(None, (topic, lasted, teacher)))
    return f"{line}: {learnt}" if learnt else line


def _teacher(lesson: Lesson, colleagues: Mapping[UUID, str]) -> str:
    if lesson.teacher:
        return called(lesson.teacher)
    return colleagues.get(lesson.teacher_user, "") if lesson.teacher_user else lesson.teacher_name


def _agreed(decisions: list[Decision], colleagues: Mapping[UUID, str]) -> Block:
    title = _("What was agreed")
    if not decisions:
        return Block(title, words=_("Nothing was agreed."))
    rows = tuple((one.what, owner_words(one, colleagues), _until(one)) for one in decisions)
    return Block(title, head=(_("What"), _("Who does it"), _("By when")), rows=rows, widths=(6, 3, 4), numbered=True)


def owner_words(decision: Decision, colleagues: Mapping[UUID, str]) -> str:
    """Who does what was agreed."""
    if decision.by_all:
        return _("All of us")
    if decision.owner:
        return called(decision.owner)
    return colleagues.get(decision.owner_user, "") if decision.owner_user else ""


def _until(decision: Decision) -> str:
    if decision.settled_on is None:
        return _("until %(day)s") % {"day": day_words(decision.due)}
    return _("done %(day)s") % {"day": day_words(decision.settled_on)} if decision.done else _("fell away")


def _next(meeting: Meeting) -> Block | None:
    if meeting.next_on is None:
        return None
    words = ", ".join(filter(None, (weekday_words(meeting.next_on), house_of(meeting.next_host))))
    return Block(_("Next meeting"), words=words)


def _signatures(meeting: Meeting, colleagues: Mapping[UUID, str]) -> tuple[tuple[str, str], ...]:
    """Chair and secretary of that day; where the group had no secretary, who wrote it down."""
    held = officer_names_on(meeting.group, meeting.held_on)
    writer = colleagues.get(meeting.recorded_by, "") if meeting.recorded_by else ""
    secretary = (str(POST_WORDS[Post.SECRETARY]), held.get(Post.SECRETARY, ""))
    return (
        (str(POST_WORDS[Post.CHAIR]), held.get(Post.CHAIR, "")),
        secretary if secretary[1] else (_("Written down by"), writer),
    )
