"""Forms of users and roles, and of hamlets."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from purnadaya.access import commands as access
from purnadaya.access.actors import grants_of
from purnadaya.access.models import User
from purnadaya.access.role_words import ROLE_WORDS
from purnadaya.access.roles import GIVES
from purnadaya.groups.queries import group_names, groups_for
from purnadaya.places.commands import NameHamlet
from purnadaya.ui.forms import Ask, CommandForm

_NAME = Ask(_("Name"), _("As colleagues know her."), attrs={"autocomplete": "off"})
_USERNAME = Ask(
    _("User name"),
    _("Small letters and digits, like sri.lestari. She signs in with it."),
    attrs={"autocomplete": "off", "autocapitalize": "none"},
)
_PHONE = Ask(_("Phone number"), _("Only if she wants to sign in with it. It is not shown to anyone."))
_ROLE = Ask(_("Role"), choices=ROLE_WORDS)
_AREA = Ask(_("Only in this area"), _("Leave empty for the whole organisation."))
_GROUP = Ask(_("Only for this group"), _("For who keeps the book of her own group. Then leave the area empty."))
REASON = Ask(_("Why"), _("One sentence. It stays on record."), attrs={"autocomplete": "off"})


A_GROUP = _("a group you may not see")


class _RoleForm(CommandForm):
    """Offers only the roles that whoever fills it in may give."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = {role for held in grants_of(self.actor) for role in GIVES.get(held.role, ())}
        field = self.fields["role"]
        if given and isinstance(field, forms.ChoiceField):
            field.choices = [(role.value, words) for role, words in ROLE_WORDS.items() if role in given]

    def offer_groups(self) -> None:
        """Let a group be chosen from those that whoever fills it in may see; nothing is asked where there are none."""
        choices = [(str(one.id), one.name) for one in groups_for(self.actor)]
        if choices:
            field = forms.ChoiceField(choices=[("", "—"), *choices], required=False, label=_GROUP.label)
            field.help_text = _GROUP.help
            self.fields["group"] = field

    def display(self, name: str, value: Any) -> str:
        """A stored value in words; a group by its name, if it may be seen."""
        if name == "group" and value:
            return group_names(self.actor, [str(value)]).get(str(value), str(A_GROUP))
        return super().display(name, value)


class InviteUserForm(_RoleForm):
    """Someone new who may sign in."""

    command = access.InviteUser
    masked = frozenset({"phone"})
    ask: ClassVar = {
        "name": _NAME,
        "username": _USERNAME,
        "phone": _PHONE,
        "role": _ROLE,
        "area": _AREA,
        "group": _GROUP,
    }


class CorrectUserForm(CommandForm):
    """A user's name, user name or phone."""

    command = access.CorrectUser
    masked = frozenset({"phone"})
    ask: ClassVar = {"name": _NAME, "username": _USERNAME, "phone": Ask(_("New phone number"), _PHONE.help)}
    needed: ClassVar[frozenset[str]] = frozenset({"name", "username"})


class GiveRoleForm(_RoleForm):
    """One more role."""

    command = access.GiveRole
    ask: ClassVar = {"role": _ROLE, "area": _AREA, "group": _GROUP}


class EndRoleForm(CommandForm):
    """The end of a role."""

    command = access.EndRole
    danger = True
    ask: ClassVar = {"reason": REASON}


class IssueCodeForm(CommandForm):
    """A new one-time code: nothing to ask."""

    command = access.IssueCode
    ask: ClassVar = {}


class ResetSecondFactorForm(CommandForm):
    """The end of a second factor that was lost."""

    command = access.ResetSecondFactor
    danger = True
    ask: ClassVar = {"reason": REASON}


class CloseSignInForm(CommandForm):
    """The end of someone's sign-in."""

    command = access.CloseSignIn
    danger = True
    ask: ClassVar = {"reason": REASON}


class OpenSignInForm(CommandForm):
    """Sign-in allowed again: nothing to ask."""

    command = access.OpenSignIn
    ask: ClassVar = {}


class FoundOrganisationForm(CommandForm):
    """A new organisation. The office never shows this form: only the operator founds organisations."""

    command = access.FoundOrganisation
    ask: ClassVar = {"name": Ask(_("Name")), "home": Ask(_("Works mostly in")), "zone": Ask(_("Time zone"))}


class NameHamletForm(CommandForm):
    """A hamlet for the list of a village."""

    command = NameHamlet
    ask: ClassVar = {"name": Ask(_("Its name"), attrs={"autocomplete": "off"})}


STILL_EMPTY = {"required": _("This is still empty.")}


class CodeForm(forms.Form):
    """A one-time code and the password she wants."""

    code = forms.CharField(
        label=_("One-time code"),
        max_length=20,
        error_messages=STILL_EMPTY,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 letters. Three or four words you can remember are best."),
        error_messages=STILL_EMPTY,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class PasswordForm(forms.Form):
    """Her present password and the one she wants."""

    former = forms.CharField(
        label=_("Password now"),
        error_messages=STILL_EMPTY,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
    password = CodeForm.base_fields["password"]


class FirstCodeForm(forms.Form):
    """The first code of an app that took in the key."""

    danger = False
    code = forms.CharField(
        label=_("The six digits"),
        help_text=_("The app shows new ones every half minute."),
        max_length=20,
        error_messages=STILL_EMPTY,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password = forms.CharField(
        label=_("Password"),
        error_messages=STILL_EMPTY,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class ConfirmForm(FirstCodeForm):
    """Password and code, for what must not be done by whoever finds a page open."""

    field_order = ("password", "code")
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from the app on your phone, or one of your recovery codes."),
        max_length=20,
        error_messages=STILL_EMPTY,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def values_of(user: User) -> dict[str, Any]:
    """A user's values as the form asks for them; the phone number is not kept, so it is asked anew."""
    return {"name": user.name, "username": user.username, "phone": ""}


PROBLEM_WORDS = {
    "access.username_shape": _("Three letters or more: small letters a–z, digits, dot, dash; a letter first."),
    "access.username_taken": _("Someone already signs in as “%(username)s”. Take another."),
    "access.phone_taken": _("Someone already signs in with this number."),
    "access.unknown_zone": _("There is no such time zone."),
    "access.role_not_yours_to_give": _("You cannot give or end this role. Ask the organisation's admin."),
    "access.user_above_you": _("Her role is above what you look after. Ask the organisation's admin."),
    "access.scope_wider_than_yours": _("This reaches further than your own area. Choose an area inside yours."),
    "access.one_scope": _("Choose an area or a group, not both."),
    "access.role_not_for_a_group": _("This role cannot be held for one group. Choose another role, or no group."),
    "access.unknown_group": _("Choose a group."),
    "access.role_held_already": _("She already has this role here."),
    "access.role_not_held": _("She does not have this role any more."),
    "access.not_on_yourself": _("You cannot do this to yourself. Ask a colleague."),
    "access.last_admin": _("She is the last admin. Give someone else this role first."),
    "access.sign_in_closed": _("Her sign-in is closed."),
    "access.closed_to_you": _("Your sign-in was closed. Ask your coordinator."),
    "access.sign_in_open": _("Her sign-in is open already."),
    "access.code_unknown": _(
        "This code is not right, was used already, or is older than three days. Ask for a new one."
    ),
    "access.wrong_password": _("This is not your password now."),
    "access.step_wrong": _("This code is not right, or was used already. Wait for the next one."),
    "access.no_second_factor": _("She has no second step."),
    "access.too_many_tries": _("Too many tries. Wait five minutes."),
}

PLACE_WORDS = {
    "places.unknown_village": _("We do not know a village called “%(code)s”. Type only its name, then choose."),
    "places.which_village": _("Several villages are called like this. Choose one below."),
    "places.unknown_area": _("We do not know this area."),
    "places.hamlet_exists": _("“%(name)s” is on the list already."),
}
