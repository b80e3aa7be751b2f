"""First."""
from __future__ import annotations
import pytest
from purnadaya.tallies import engine
from purnadaya.tallies.queries import Question, figures, year, Split, Step, behind
from purnadaya.tallies.rules.traits import Period, month_of, first_of, last_of
from tests.groups.acts import day, found, hold, members, present, decide
from tests.world import World

pytestmark = pytest.mark.django_db

def test_a_meeting_counts_where_it_was_held(world: World) -> None:
    assert list(engine.differences()) == []
    group = found(world)
    women = members(world, group, 3)
    m = hold(world, group, attendance=present(*women), guests_women=2)
    decide(world, m)
    assert list(engine.differences()) == []
    of = month_of(day(1))
    q = Question(("groups.meetings","groups.attendances","groups.participants","groups.womens_share","groups.active","groups.members","people.registered"), Period(first_of(of), last_of(of)), "34", by=frozenset(Split))
    a = figures(world.actor("kinasih"), q)
    for f in a.figures: print(f)
    print(a.as_of, a.known_from, a.partly)
    for f in a.figures:
        if f.over is None:
            assert sum(b.n for b in behind(world.actor("kinasih"), q, f.cell)) == f.n, f
    from purnadaya.tallies import rolling
    rolling.roll_all()
    b = figures(world.actor("kinasih"), q)
    assert a.figures == b.figures
    assert list(engine.differences()) == []
    engine.recount()
    assert figures(world.actor("kinasih"), q).figures == a.figures
    assert list(engine.differences()) == []
