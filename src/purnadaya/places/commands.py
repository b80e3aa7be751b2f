"""Everything that can be written about places."""

from __future__ import annotations

from typing import ClassVar

from purnadaya.kernel.areas import VillageCode
from purnadaya.kernel.commands import Actor, Command, Done, Ref, Work, handles
from purnadaya.kernel.ids import NewId
from purnadaya.kernel.problems import refuse_if_any
from purnadaya.kernel.texts import Name
from purnadaya.places.facts import HamletNamed
from purnadaya.places.models import Hamlet
from purnadaya.places.queries import HamletList, hamlet_called, hamlet_list_for, village
from purnadaya.places.rules import hamlet_key, hamlet_problems


class NameHamlet(Command):
    """A hamlet (padukuhan, dusun) comes onto the organisation's list of a village.

    Refused when the list has it already, in whatever spelling; ``Dusun Soropati`` and ``Soropati`` are one.
    """

    kind: ClassVar[str] = "places.name_hamlet"
    verb: ClassVar[str] = "name_hamlet"
    about: ClassVar[str] = "hamlet"

    village: VillageCode
    name: Name
    hamlet: NewId

    def target(self, actor: Actor) -> HamletList:
        return hamlet_list_for(actor, self.village)


@handles(NameHamlet)
def name_hamlet(command: NameHamlet, hamlets: HamletList, work: Work) -> Done:
    """Put the hamlet on the list."""
    owner = hamlets.organisation_id
    namesake = hamlet_called(owner, command.village, command.name)
    known = village(command.village) is not None
    refuse_if_any(hamlet_problems(known, command.village, namesake.name if namesake else None))
    Hamlet.objects.create(
        id=command.hamlet,
        organisation_id=owner,
        village_id=command.village,
        name=command.name,
        key=hamlet_key(command.name),
    )
    fact = HamletNamed(command.hamlet, owner, command.village)
    return Done(Ref.to("hamlet", command.hamlet), facts=(fact,))
