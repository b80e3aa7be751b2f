"""The roles people hold, and which of them may hand out which."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


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


ROLE_WORDS = {
    Role.GROUP_OFFICER: _("Group officer"),
    Role.FACILITATOR: _("Facilitator"),
    Role.PARALEGAL: _("Paralegal"),
    Role.COORDINATOR: _("Coordinator"),
    Role.PROGRAMME_MANAGER: _("Programme manager"),
    Role.ORGANISATION_ADMIN: _("Organisation admin"),
    Role.SYSTEM_ADMIN: _("System admin"),
    Role.AUDITOR: _("Auditor"),
    Role.PARTNER: _("Partner"),
}

ROLE_HELP = {
    Role.GROUP_OFFICER: _("Keeps the list and the book of her group."),
    Role.FACILITATOR: _("Visits groups and people, and registers them."),
    Role.PARALEGAL: _("Accompanies people with a rights problem."),
    Role.COORDINATOR: _("Looks after an area and its facilitators."),
    Role.PROGRAMME_MANAGER: _("Reads everything needed for reports; changes nothing."),
    Role.ORGANISATION_ADMIN: _("Looks after users and their roles."),
    Role.SYSTEM_ADMIN: _("Keeps the machine running; sees no one's data."),
    Role.AUDITOR: _("Reads the log of what was done, without its contents."),
    Role.PARTNER: _("Sees only what was referred to them."),
}

_FIELD_ROLES = frozenset({Role.GROUP_OFFICER, Role.FACILITATOR, Role.PARALEGAL, Role.PARTNER})

GIVES: dict[Role, frozenset[Role]] = {
    Role.COORDINATOR: _FIELD_ROLES,
    Role.ORGANISATION_ADMIN: frozenset(Role) - {Role.SYSTEM_ADMIN},
    Role.SYSTEM_ADMIN: frozenset({Role.ORGANISATION_ADMIN, Role.SYSTEM_ADMIN}),
}
"""Which roles the holder of a role may give, end, and mend the sign-in of."""

USER_VERBS: dict[Role, frozenset[str]] = {
    Role.FACILITATOR: frozenset({"see"}),
    Role.PARALEGAL: frozenset({"see"}),
    Role.PROGRAMME_MANAGER: frozenset({"see"}),
    Role.AUDITOR: frozenset({"see"}),
    Role.COORDINATOR: frozenset({"see", "invite", "correct", "manage"}),
    Role.ORGANISATION_ADMIN: frozenset({"see", "invite", "correct", "manage"}),
    Role.SYSTEM_ADMIN: frozenset({"see", "invite", "correct", "manage"}),
}
"""What each role may do to users of its organisation."""
