"""Pure decisions about users and roles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from purnadaya.access.roles import FOR_A_GROUP, GIVES, Role, ScopeKind
from purnadaya.kernel.problems import Problem

USER_NAME = re.compile(r"[a-z][a-z0-9._-]{2,39}", re.ASCII)
CODE_LIFE = timedelta(hours=72)
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No I, L, O, U, 0 or 1: read aloud over a bad line they are mistaken for each other."""
CODE_LENGTH = 10


def username_problems(username: str) -> list[Problem]:
    """A user name has 3–40 small letters, digits, dots, dashes, and begins with a letter."""
    if USER_NAME.fullmatch(username):
        return []
    return [Problem("access.username_shape", fields=("username",))]


def giving_problems(giver_roles: Collection[str], role: Role) -> list[Problem]:
    """Whoever gives or ends a role must hold one from whose list it is given."""
    if any(role in GIVES.get(held, frozenset()) for held in giver_roles):
        return []
    return [Problem("access.role_not_yours_to_give", {"role": role.value}, ("role",))]


def managing_problems(manager_roles: Collection[str], managed_roles: Iterable[str]) -> list[Problem]:
    """Whoever mends someone's sign-in could come in as her: allowed only over roles one may give."""
    for role in managed_roles:
        if problems := giving_problems(manager_roles, Role(role)):
            return [Problem("access.user_above_you", problems[0].details)]
    return []


def scope_problems(role: Role, has_area: bool, has_group: bool) -> list[Problem]:
    """A role is held for an area or for a group, not for both; and only some make sense for one group."""
    if has_area and has_group:
        return [Problem("access.one_scope", fields=("group",))]
    if has_group and role not in FOR_A_GROUP:
        return [Problem("access.role_not_for_a_group", {"role": role.value}, ("group",))]
    return []


def scope_covers(
    held: Iterable[tuple[str, str]], scope_kind: str, scope_id: str, organisation_id: str, lies_in: str = ""
) -> bool:
    """Whether one of the ``(kind, id)`` scopes ``held`` contains the scope asked for.

    The whole organisation contains everything in it; an area contains the areas inside it, and the things that lie in
    it: ``lies_in`` is the area of the thing asked for.
    """
    code = scope_id if scope_kind == ScopeKind.AREA else lies_in
    for kind, scope in held:
        if kind == ScopeKind.ORGANISATION and scope == organisation_id:
            return True
        if kind == ScopeKind.AREA and (code == scope or code.startswith(f"{scope}.")):
            return True
    return False


def readable_code(code: str) -> str:
    """A code as it is read out: two blocks of five."""
    return f"{code[:5]}-{code[5:]}"


def typed_code(text: str) -> str:
    """What was meant by a code as typed: capitals, without spaces and dashes."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())
