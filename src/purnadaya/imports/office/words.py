"""Words for sheets, rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from purnadaya.imports.reading import Kind, Meaning, Role, Why
from purnadaya.imports.rules import RowState, SheetState

KIND_WORDS: Mapping[Kind, Any] = {
    Kind.MEMBERS: _("A list of people"),
    Kind.ATTENDANCE: _("Who was at which meeting"),
    Kind.OTHER: _("Something else: it is not read"),
}

STATE_WORDS: Mapping[SheetState, Any] = {
    SheetState.FOUND: _("not looked at yet"),
    SheetState.READING: _("being read"),
    SheetState.READ: _("read, nothing is taken in yet"),
    SheetState.TAKING: _("being taken in"),
    SheetState.TAKEN: _("taken in"),
    SheetState.UNDONE: _("taken back"),
}

ROW_WORDS: Mapping[RowState, Any] = {
    RowState.NEW: _("New"),
    RowState.SAME: _("Known already"),
    RowState.UNSURE: _("Unsure"),
    RowState.UNREADABLE: _("Unreadable"),
    RowState.DONE: _("Taken in"),
    RowState.LEFT_OUT: _("Left out"),
    RowState.UNDONE: _("Taken back"),
}

ROW_HELP: Mapping[RowState, Any] = {
    RowState.NEW: _("They become new entries."),
    RowState.SAME: _("They are here already, or stand twice in the list. Nobody is written twice."),
    RowState.UNSURE: _("Somebody must decide. They wait, and hold nothing up."),
    RowState.UNREADABLE: _("Something in the row cannot be read. Say what to do, or put it right in your file."),
    RowState.DONE: _("They are in the registry now."),
    RowState.LEFT_OUT: _("Somebody decided to leave them out."),
    RowState.UNDONE: _("They were taken in, and taken back."),
}

FIELD_WORDS: Mapping[str, Any] = {
    "honorific": _("form of address"),
    "nickname": _("what she is called"),
    "birth": _("birth date"),
    "hamlet": _("hamlet"),
    "education": _("school"),
    "phone": _("phone number"),
    "nik": _("NIK"),
}
"""What a row may add to an entry."""

ROLE_WORDS: Mapping[Role, Any] = {
    Role.HEADER: _("headings"),
    Role.SECTION: _("heads a part of the list"),
    Role.TITLE: _("a title"),
    Role.TOTAL: _("a total"),
    Role.SIGNATURE: _("a signature"),
    Role.NOTE: _("a remark"),
    Role.NUMBERING: _("numbers of the columns"),
    Role.ONLY_NUMBER: _("only a number, and nobody"),
    Role.BLANK: _("only signs nobody sees"),
    Role.BEFORE_LIST: _("stands outside of any list"),
    Role.OTHER_KIND: _("belongs to a list of another kind"),
}

KEPT_MEANINGS: Mapping[Meaning, Any] = {
    Meaning.NAME: _("Name"),
    Meaning.NICKNAME: _("Nickname"),
    Meaning.NIK: _("NIK"),
    Meaning.SEX: _("Woman or man"),
    Meaning.BIRTH: _("Birth date, also with the place"),
    Meaning.AGE: _("Age"),
    Meaning.PHONE: _("Phone number"),
    Meaning.HAMLET: _("Hamlet"),
    Meaning.VILLAGE: _("Village"),
    Meaning.DISTRICT: _("District"),
    Meaning.GROUP: _("Group"),
    Meaning.POST: _("Post in the group"),
    Meaning.JOINED: _("Member since"),
    Meaning.BACKGROUND: _("Who she is to us (Purna PMI …)"),
    Meaning.COUNTRY: _("Country of work"),
    Meaning.DEPARTED: _("Left for abroad"),
    Meaning.RETURNED: _("Came home"),
    Meaning.EDUCATION: _("Highest school finished"),
    Meaning.NOTE: _("Remarks: only a post in the group is read"),
    Meaning.MEETING: _("A meeting: who was there"),
}
"""What a column can be that is taken in."""

LEFT_MEANINGS: Mapping[Meaning, Any] = {
    Meaning.NUMBER: _("Running number"),
    Meaning.BIRTH_PLACE: _("Place of birth"),
    Meaning.ADDRESS: _("Address"),
    Meaning.RT_RW: _("RT and RW"),
    Meaning.FAMILY_CARD: _("Number of the family card"),
    Meaning.MARITAL: _("Married or not"),
    Meaning.WORK: _("Work"),
    Meaning.SIGNATURE: _("Signature"),
    Meaning.MONEY: _("Money"),
}
"""What a column can be of which nothing is kept."""

MEANING_WORDS: Mapping[Meaning, Any] = {**KEPT_MEANINGS, **LEFT_MEANINGS}

WHY_WORDS: Mapping[Why, Any] = {
    Why.HEADING: _("by its heading"),
    Why.CONTENTS: _("by what stands in it"),
    Why.BOTH: _("by its heading and what stands in it"),
    Why.CHOSEN: _("you chose it"),
    Why.UNKNOWN: _("we do not know this heading"),
    Why.TAKEN: _("another column is that already"),
}
