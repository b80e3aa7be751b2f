"""Whether something of hers may be sent to her phone."""

from __future__ import annotations

from purnadaya.kernel.problems import Problem
from purnadaya.people.rules.persons import Calling, Whose


def sharing_problems(calling: Calling | None, whose: Whose | None, agreed: bool, left: bool) -> list[Problem]:
    """Everything that speaks against it: a message is read by whoever holds the phone, and stays there.

    Only to her own phone, only where she agreed to be written to (``agreed``) and did not ask not to be called.
    """
    spoken = [
        (Problem("people.share_left"), left),
        (Problem("people.share_without_consent"), not agreed),
        (Problem("people.share_not_called"), calling is Calling.NO),
        (Problem("people.share_phone_unknown"), whose is None),
        (Problem("people.share_no_phone"), whose is Whose.NONE),
        (Problem("people.share_phone_of_others"), whose in (Whose.FAMILY, Whose.NEIGHBOUR)),
    ]
    return [problem for problem, against in spoken if against]
