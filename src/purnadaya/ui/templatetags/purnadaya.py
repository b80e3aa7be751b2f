"""Small words for templates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from purnadaya.kernel.dates import PartialDate
from purnadaya.ui import fields
from purnadaya.ui.dates import birth_words, rough_words

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it always stands beside words, so it says nothing to a screen reader."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("ui/icons.svg"), name
    )


@register.filter
def birth(text: str) -> str:
    """A birth date as people say it."""
    return birth_words(text) if text else ""


@register.filter
def rough(text: str) -> str:
    """A day as rough as it is known, as people say it."""
    return rough_words(text) if text else ""


@register.filter
def age(text: str, today: date) -> str:
    """The age on a day, said as years; "about" where it is guessed is for the birth date to say."""
    if not text:
        return ""
    years = PartialDate.parse(text).age_on(today)
    return ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}


@register.filter
def around(line: str) -> str:
    """The places around, of an area in words."""
    return fields.around(line)


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """The value of a mapping at a key that is itself a variable."""
    return mapping.get(key, "")
