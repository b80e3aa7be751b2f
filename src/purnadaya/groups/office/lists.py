"""What a group takes along on paper: its members, an attendance sheet, an invitation. No phone number, no address."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from purnadaya.groups.office.minutes import called, decree_words, house_of, weekday_words
from purnadaya.groups.office.words import POST_WORDS
from purnadaya.groups.queries import Group, members_on, officer_names_on, officers_on
from purnadaya.groups.rules.groups import Post
from purnadaya.kernel.commands import Actor
from purnadaya.places.queries import place_lines
from purnadaya.ui.dates import day_words
from purnadaya.ui.papers import Block, Paper

LATE_MEMBERS, GUESTS = 2, 6
"""Empty lines for who joins on the day, and for guests."""
BY_HAND = "………………………………"


def members_paper(actor: Actor, group: Group) -> Paper:
    """Who belongs to the group today: name, village, post, since when."""
    today = timezone.localdate()
    members, posts = members_on(group, today), officers_on(group, today)
    places = place_lines({one.person.root.village_id for one in members})
    rows, said = [], []
    for one in members:
        held = ", ".join(str(POST_WORDS[post]) for post in posts.get(one.person.root_id, []))
        rows.append((called(one.person), _near(places, one.person.root.village_id), held, day_words(one.since)))
        said.append(f"{called(one.person)} ({held})" if held else called(one.person))
    number = ngettext("%(n)s member on %(day)s", "%(n)s members on %(day)s", len(members))
    title = number % {"n": len(members), "day": day_words(today)}
    head = (_("Name"), _("Village"), _("Post"), _("Member since"))
    table = Block(title, head=head, rows=tuple(rows), widths=(6, 4, 3, 4), numbered=True, said=tuple(said))
    return Paper(
        name=f"anggota-{today.isoformat()}", title=_("Members"), by=_by(actor), under=group.name,
        blocks=(Block(facts=_of_group(group)), table),
    )  # fmt: skip


def sheet_paper(actor: Actor, group: Group) -> Paper:
    """A sheet to sign at the next meeting, with the members of that day; what is not known yet is written by hand."""
    today = timezone.localdate()
    day = max(today, group.next_on or today)
    meets = day == group.next_on
    known = (
        (_("Day"), weekday_words(day) if meets else BY_HAND),
        (_("Place"), (house_of(group.next_host) if meets else "") or BY_HAND),
        (_("Agenda"), BY_HAND),
    )
    names = tuple((called(one.person),) for one in members_on(group, day))
    signing = _("Signature")
    blocks = (
        Block(facts=(*_of_group(group), *known)),
        Block(_("Members"), head=(_("Name"), signing), rows=names, widths=(3, 2), numbered=True, tall=True,
              blank=LATE_MEMBERS),
        Block(_("Guests"), head=(_("Name"), _("Comes from"), signing), widths=(3, 3, 2), numbered=True, tall=True,
              blank=GUESTS),
    )  # fmt: skip
    return Paper(
        name=f"daftar-hadir-{day.isoformat()}", title=_("Attendance sheet"), by=_by(actor), under=group.name,
        blocks=blocks,
    )  # fmt: skip


def invitation_paper(actor: Actor, group: Group) -> Paper:
    """The invitation to the next meeting; the group has one (``next_on``)."""
    today = timezone.localdate()
    facts = (
        (_("Day"), weekday_words(group.next_on)),
        (_("Time"), group.usual),
        (_("Place"), house_of(group.next_host)),
    )
    chair = officer_names_on(group, today).get(Post.CHAIR, "")
    blocks = (
        Block(words=_("To the members of %(group)s. We invite you to our meeting:") % {"group": group.name}),
        Block(facts=tuple((label, value) for label, value in facts if value)),
        Block(words=_("Please come, and tell us if you cannot. Thank you.")),
    )
    return Paper(
        name=f"undangan-{group.next_on:%Y-%m-%d}", title=_("Invitation"), by=_by(actor), under=group.name,
        blocks=blocks, signed=f"{group.village.name}, {day_words(today)}",
        signatures=((str(POST_WORDS[Post.CHAIR]), chair),),
    )  # fmt: skip


def _near(places: Mapping[str, str], village: str) -> str:
    """The village alone: who reads the list knows what it lies in."""
    return places.get(village, "").partition(",")[0]


def _by(actor: Actor) -> str:
    return str(getattr(actor, "organisation_name", ""))


def _of_group(group: Group) -> tuple[tuple[str, str], ...]:
    decree = decree_words(group)
    village = place_lines([group.village_id]).get(group.village_id, "")
    facts = ((_("Group"), group.name), (_("Decree of the lurah"), decree), (_("Village"), village))
    return tuple((label, value) for label, value in facts if value)
