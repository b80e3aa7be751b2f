"""Two years in the life of one of the example's groups: who joins, leads and leaves, its meetings and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from purnadaya.groups.rules.meetings import meeting_id
from purnadaya.office.example import taught
from purnadaya.office.example.cast import Circle, House

if TYPE_CHECKING:
    from purnadaya.office.example.build import Example

MONTHS = 24
POSTS = ("chair", "secretary", "treasurer")


@dataclass
class Member:
    """Someone of the group, from her first day to her last."""

    person: str
    membership: str
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether she belongs to it on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class CircleLife:
    """Plans everything about one group."""

    example: Example
    house: House
    circle: Circle
    group: str = ""
    members: list[Member] = field(default_factory=list)

    @property
    def writer(self) -> str:
        """The user name of who writes its meetings down."""
        return self.circle.writer + self.house.suffix

    def plan(self, everyone: Sequence[tuple[dict[str, Any], date]]) -> None:
        """Plan the group out of these persons, each with the day she was registered."""
        self.group = str(self.example.new_id())
        begins = self.example.begins
        self.example.on(begins, self._found)
        women = [(person["person"], day) for person, day in everyone if person["sex"] == "female"]
        for person, registered in women[: self.circle.size]:
            if registered >= self.example.today:
                continue
            self._joins(person, max(begins + timedelta(days=10), registered + timedelta(days=1)))
        at_first = [one for one in self.members if one.since <= begins + timedelta(days=12)]
        for post, member in zip(POSTS, at_first, strict=False):
            self._takes(post, member, begins + timedelta(days=13))
        self._leaves(at_first[-1])
        self.example.on(begins + timedelta(days=13), self._sets_turns)
        days = list(self._days())
        self._teaches_others(at_first)
        for place, day in enumerate(days):
            upcoming = days[place + 1] if place + 1 < len(days) else None
            if day <= self.example.today:
                self._meets(day, upcoming, place)

    def _run(self, kind: str, body: dict[str, Any], username: str = "") -> None:
        actor = self.example.actor(username or self.writer)
        self.example.run(actor, kind, {"group": self.group, **body})

    # -- the group and who belongs to it --

    def _found(self) -> None:
        circle = self.circle
        body = {
            "what": circle.kind, "name": circle.name, "village": circle.village, "terrain": circle.terrain,
            "founded": circle.founded, "decree": circle.decree, "decreed_on": circle.decreed_on, "usual": circle.usual,
        }  # fmt: skip
        self._run("groups.found_group", body, f"pendamping{self.house.suffix}")

    def _joins(self, person: str, day: date) -> None:
        years = self.example.dice.choice((0, 0, 1, 3, 5))
        since = day if day > self.example.begins + timedelta(days=12) else day - timedelta(days=365 * years)
        member = Member(person, str(self.example.new_id()), since)
        self.members.append(member)
        body = {"membership": member.membership, "person": person, "since": since.isoformat()}
        self.example.on(day, lambda: self._run("groups.join_group", body))

    def _takes(self, post: str, member: Member, day: date) -> None:
        body = {
            "term": str(self.example.new_id()),
            "person": member.person,
            "post": post,
            "since": member.since.isoformat(),
        }
        self.example.on(day, lambda: self._run("groups.take_post", body))

    def _leaves(self, member: Member) -> None:
        member.until = self.example.today - timedelta(days=self.example.dice.randint(20, 300))
        why = self.example.dice.choice(("moved", "work", "abroad"))
        body = {"membership": member.membership, "until": member.until.isoformat(), "why": why}
        self.example.on(member.until + timedelta(days=2), lambda: self._run("groups.leave_group", body))

    def _sets_turns(self) -> None:
        hosts = [one.person for one in self.members if one.on(self.example.begins + timedelta(days=13))]
        self._run("groups.set_turns", {"persons": hosts})

    # -- what its members do outside --

    def _teaches_others(self, at_first: Sequence[Member]) -> None:
        """A few times a year its members teach others; one of them holds a position outside the group."""
        dice, today = self.example.dice, self.example.today
        for occasion, title, topics in dice.sample(taught.OCCASIONS, dice.choice((2, 3, 4))):
            day = today - timedelta(days=dice.randint(8, 680))
            body = {
                "outreach": str(self.example.new_id()), "village": self.circle.village, "held_on": day.isoformat(),
                "occasion": occasion, "title": title, "topics": topics, "minutes": dice.choice((45, 60, 90)),
                "women_18_24": dice.randint(0, 8), "women_25_59": dice.randint(12, 40),
                "women_60_up": dice.randint(0, 9), "men_25_59": dice.randint(0, 6), "disabled": dice.choice((0, 0, 1)),
            }  # fmt: skip
            self.example.on(day, partial(self._run, "groups.record_outreach", body))
        outside, role = dice.choice(taught.OUTSIDE)
        since = str(self.example.begins.year - dice.randint(0, 4))
        body = {
            "person": dice.choice(at_first).person, "position": str(self.example.new_id()), "body": outside,
            "role": role, "village": self.circle.village, "since": since,
        }  # fmt: skip
        self.example.on(
            self.example.begins + timedelta(days=dice.randint(20, 200)),
            lambda: self._does("people.record_position", body, f"koordinator{self.house.suffix}"),
        )

    def _does(self, kind: str, body: dict[str, Any], username: str) -> None:
        self.example.run(self.example.actor(username), kind, body)

    # -- its meetings --

    def _days(self) -> Iterator[date]:
        """The days it meets from the first month to the next one to come; some months it does not."""
        weekday, which = self.circle.meets
        quiet_since = self.example.today - timedelta(days=self.circle.quiet_for)
        month = self.example.begins.replace(day=1)
        for number in range(MONTHS + 3):
            month = (month + timedelta(days=32)).replace(day=1) if number else month
            day = month + timedelta(days=(weekday - month.weekday()) % 7 + 7 * (which - 1))
            skipped = self.example.dice.random() < 0.06
            to_come = day > self.example.today
            if day < self.example.begins + timedelta(days=15) or (skipped and not to_come):
                continue
            if self.circle.quiet_for and day > quiet_since:
                return
            yield day
            if to_come:
                return

    def _meets(self, day: date, upcoming: date | None, place: int) -> None:
        there = [one for one in self.members if one.since < day and one.on(day)]
        hosts = [one.person for one in there]
        held = {
            "held_on": day.isoformat(),
            "host": hosts[place % len(hosts)],
            "agenda": self.example.dice.choice(taught.AGENDAS) or None,
            "attendance": [self._line(one) for one in there],
            "guests_women": self.example.dice.choice((0, 0, 0, 1, 2, 3)),
            "guests_men": self.example.dice.choice((0, 0, 0, 0, 1)),
            "notes": self.example.dice.choice(taught.NOTES) or None,
            "next_on": upcoming.isoformat() if upcoming else None,
            "next_host": hosts[(place + 1) % len(hosts)] if upcoming else None,
        }
        of = str(meeting_id(UUID(self.group), day, 1))
        decides = self._decision(of, day, hosts) if self.example.dice.random() < 0.4 else None
        self.example.on(day, lambda: self._writes(of, held, decides))
        last = upcoming is not None and day < self.example.today < upcoming
        if self.circle.told_twice and last:
            self.example.on(day + timedelta(days=1), partial(self._tells_once_more, held))
        if upcoming and self.example.dice.random() < 0.6:
            invited = {"for_on": upcoming.isoformat()}
            self.example.on(upcoming - timedelta(days=4), lambda: self._run("groups.invite", invited))

    def _line(self, member: Member) -> dict[str, Any]:
        dice = self.example.dice
        if dice.random() < self.circle.faithful:
            return {"person": member.person, "attended": "present"}
        if dice.random() < 0.6:
            return {"person": member.person, "attended": "excused", "excuse": dice.choice(taught.EXCUSES)}
        return {"person": member.person, "attended": "absent"}

    def _writes(self, of: str, held: dict[str, Any], decides: dict[str, Any] | None) -> None:
        self._run("groups.hold_meeting", held)
        actor, dice = self.example.actor(self.writer), self.example.dice
        for topic, minutes, learnt in dice.sample(taught.LESSONS, dice.choice((0, 1, 1, 1, 1, 2))):
            teacher = dice.choice(("", *taught.TEACHERS))
            by = {"teacher_name": teacher} if teacher else {"teacher_user": str(actor.user_id)}
            body = {"lesson": str(self.example.new_id()), "topic": topic, "minutes": minutes, "learnt": learnt}
            self.example.run(actor, "groups.record_lesson", {"meeting": of, **body, **by})
        if decides:
            self.example.run(actor, "groups.record_decision", decides)

    def _tells_once_more(self, held: dict[str, Any]) -> None:
        """A colleague writes the same meeting down, and missed one of those who are marked present."""
        missed = next(one for one in held["attendance"] if one["attended"] == "present")
        told = {"held_on": held["held_on"], "attendance": [{**missed, "attended": "absent"}]}
        self._run("groups.hold_meeting", told, f"koordinator{self.house.suffix}")

    def _decision(self, meeting: str, day: date, hosts: Sequence[str]) -> dict[str, Any]:
        """What is agreed, with its end planned: most of it done, some dropped, a few forgotten."""
        dice = self.example.dice
        what, within, outcome = dice.choice(taught.DECISIONS)
        due = day + timedelta(days=within)
        decision = str(self.example.new_id())
        self._plan_end(decision, max(day, due + timedelta(days=dice.randint(-5, 12))), outcome)
        owner = {"by_all": True} if dice.random() < 0.25 else {"owner": dice.choice(hosts)}
        return {"decision": decision, "meeting": meeting, "what": what, "due": due.isoformat(), **owner}

    def _plan_end(self, decision: str, day: date, outcome: str) -> None:
        how = self.example.dice.random()
        if day >= self.example.today or how < 0.06:
            return
        dropped = how < 0.15
        kind = "groups.drop_decision" if dropped else "groups.complete_decision"
        body = {"reason": "Tidak jadi"} if dropped else {"done_on": day.isoformat(), "outcome": outcome}
        said = {"decision": decision, **body}
        self.example.on(day + timedelta(days=1), lambda: self.example.run(self.example.actor(self.writer), kind, said))
