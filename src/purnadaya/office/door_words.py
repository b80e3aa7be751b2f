"""What happens at the door, in words."""

from django.utils.translation import gettext_lazy as _

from purnadaya.access.models import AtTheDoor

AT_THE_DOOR = {
    AtTheDoor.SIGNED_IN: _("came in"),
    AtTheDoor.PASSWORD_FAILED: _("wrong password"),
    AtTheDoor.SECOND_STEP_FAILED: _("wrong code at the second step"),
    AtTheDoor.CODE_USED: _("set a password with a one-time code"),
    AtTheDoor.RECOVERY_CODE_USED: _("used a recovery code"),
    AtTheDoor.PASSWORD_CHANGED: _("changed the password"),
    AtTheDoor.SECOND_FACTOR_ON: _("switched the second step on"),
    AtTheDoor.SECOND_FACTOR_OFF: _("switched the second step off"),
    AtTheDoor.SECOND_FACTOR_RESET: _("lost second step taken away"),
    AtTheDoor.RECOVERY_CODES_RENEWED: _("made new recovery codes"),
    AtTheDoor.SIGN_IN_CLOSED: _("sign-in closed"),
    AtTheDoor.SIGN_IN_OPENED: _("sign-in opened again"),
}

NEEDS_A_LOOK = frozenset({AtTheDoor.PASSWORD_FAILED, AtTheDoor.SECOND_STEP_FAILED, AtTheDoor.SECOND_FACTOR_OFF})
"""What may be somebody else's doing."""
