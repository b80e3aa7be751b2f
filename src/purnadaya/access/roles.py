"""The roles people hold, and which of them may hand out which."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What someone is in the organisation; a role is always held within a scope."""

    GROUP_OFFICER = "group_officer"
    FACILITATOR = "facilitator"
    PARALEGAL = "paralegal"
    COORDINATOR = "coordinator"
    PROGRAMME_MANAGER = "programme_manager"
    ORGANISATION_ADMIN = "organisation_admin"
    SYSTEM_ADMIN = "system_admin"
    AUDITOR = "auditor"
    PARTNER = "partner"


class ScopeKind(StrEnum):
    """What a role can be limited to."""

    ORGANISATION = "organisation"
    AREA = "area"
    GROUP = "group"
    CASE = "case"


_FIELD_ROLES = frozenset({Role.GROUP_OFFICER, Role.FACILITATOR, Role.PARALEGAL, Role.PARTNER})

FOR_A_GROUP = frozenset({Role.GROUP_OFFICER, Role.FACILITATOR, Role.PARALEGAL})
"""Roles that can be held for one group alone."""

GIVES: dict[str, frozenset[Role]] = {
    Role.COORDINATOR: _FIELD_ROLES,
    Role.ORGANISATION_ADMIN: frozenset(Role) - {Role.SYSTEM_ADMIN},
    Role.SYSTEM_ADMIN: frozenset({Role.ORGANISATION_ADMIN, Role.SYSTEM_ADMIN}),
}
"""Which roles the holder of a role may give, end, and mend the sign-in of."""

USER_VERBS: dict[str, frozenset[str]] = {
    Role.FACILITATOR: frozenset({"see"}),
    Role.PARALEGAL: frozenset({"see"}),
    Role.PROGRAMME_MANAGER: frozenset({"see"}),
    Role.AUDITOR: frozenset({"see"}),
    Role.COORDINATOR: frozenset({"see", "invite", "correct", "manage"}),
    Role.ORGANISATION_ADMIN: frozenset({"see", "invite", "correct", "manage"}),
    Role.SYSTEM_ADMIN: frozenset({"see", "invite", "correct", "manage"}),
}
"""What each role may do to users of its organisation."""

NEEDS_SECOND_FACTOR = frozenset({Role.PARALEGAL, Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.SYSTEM_ADMIN})
"""Roles that open what is most private, spend money, or let others in: a password alone is not enough for them."""

SECURITY_READERS: dict[str, frozenset[str]] = {
    role: frozenset({"see"}) for role in (Role.COORDINATOR, Role.ORGANISATION_ADMIN, Role.AUDITOR)
}
"""Who reads when colleagues signed in, and what went wrong at the door."""
