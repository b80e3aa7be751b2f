"""What each role is called and what it is for."""

from django.utils.translation import gettext_lazy as _

from purnadaya.access.roles import Role

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
    Role.PROGRAMME_MANAGER: _("Reads everything needed for reports, and keeps the rulebook."),
    Role.ORGANISATION_ADMIN: _("Looks after users and their roles."),
    Role.SYSTEM_ADMIN: _("Keeps the machine running; sees no one's data."),
    Role.AUDITOR: _("Reads the log of what was done, without its contents."),
    Role.PARTNER: _("Sees only what was referred to them."),
}
