"""Words for documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from purnadaya.documents.queries import READ
from purnadaya.documents.rules import DocumentKind, Media

KIND_WORDS: Mapping[DocumentKind, Any] = {
    DocumentKind.PHOTO: _("A photo of her"),
    DocumentKind.IDENTITY_CARD: _("Identity card (KTP, KK, passport)"),
    DocumentKind.LETTER: _("A letter"),
    DocumentKind.CONTRACT: _("A contract"),
    DocumentKind.OTHER: _("Something else"),
}

MEDIA_WORDS: Mapping[Media, Any] = {
    Media.PICTURE: _("picture"),
    Media.PDF: _("PDF"),
    Media.MP4_SOUND: _("voice recording"),
    Media.OGG: _("voice recording"),
    Media.MP3: _("voice recording"),
    Media.WAV: _("voice recording"),
}

READ_WORDS: Mapping[str, Any] = {READ: _("A paper or recording of hers")}
"""What of a person's documents can be read, of which a line is kept each time."""

PROBLEM_WORDS: Mapping[str, Any] = {
    "documents.empty": _("This file is empty. Take it or choose it once more."),
    "documents.too_big": _("This file is too big: at most %(megabytes)s MB."),
    "documents.unknown_file": _("We do not know this kind of file. Take a photo, a PDF or a voice recording."),
    "documents.drawing": _("A web page or a drawing (SVG) cannot be kept here. Take a photo of it."),
    "documents.program": _("This is a programme, whatever its name says. It is not kept here."),
    "documents.packed": _("Office files and packed files cannot be kept here. Save it as PDF, or take a photo of it."),
    "documents.heic": _("This phone saves photos in a form (HEIC) we cannot read. Set its camera to JPEG."),
    "documents.film": _("Films cannot be kept here. Take a photo or a voice recording."),
    "documents.picture_damaged": _("This picture is damaged or not whole. Take it or choose it once more."),
    "documents.too_many_pixels": _("This picture is too large: at most %(millions)s million pixels."),
    "documents.pdf_damaged": _("This PDF is damaged or not whole. Choose it once more."),
    "documents.pdf_active": _("This PDF does more than show pages. Print it to a new PDF, or take a photo of it."),
    "documents.pdf_locked": _("This PDF is locked with a password. Save it without one: later nobody may know it."),
    "documents.photo_is_a_picture": _("This is no picture. Say what it is."),
    "documents.no_photo_consent": _("She has not agreed to photos. Ask her, and write down her consent first."),
    "documents.no_registry_consent": _(
        "She has not agreed that we keep her data. Ask her, and write down her consent first."
    ),
    "documents.consent_for_other": _("This consent is for something else."),
    "documents.consent_not_then": _("On that day her consent did not hold. Look at the day."),
    "documents.consent_over": _("This consent does not hold any more. Ask her anew."),
    "documents.no_such_file": _("The file is not there any more. Choose it once more."),
    "documents.another_file": _("This is another file than the one that was received. Choose it once more."),
}
