"""Kernel types as form fields: each type is mapped once."""

from __future__ import annotations

import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from purnadaya.kernel import countries
from purnadaya.kernel.areas import AreaCode, Level, VillageCode
from purnadaya.kernel.dates import PartialDate, Precision
from purnadaya.kernel.nik import Nik
from purnadaya.kernel.phones import Phone
from purnadaya.kernel.problems import Problem
from purnadaya.kernel.rough_dates import RoughDate
from purnadaya.kernel.rupiah import Rupiah
from purnadaya.kernel.several import Several
from purnadaya.places import queries as places
from purnadaya.ui.words import say

LONG = 300


class PartialDateWidget(forms.Widget):
    """A birth date: by day, by year, or by guessed age; EDTF text as its value."""

    template_name = "ui/widgets/partial_date.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The parts as typed; the field makes one value of them."""
        parts = ("how", "day", "month", "year", "only_year", "age")
        return {part: str(data.get(f"{name}_{part}", "")).strip() for part in parts}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The parts of a value, to fill the boxes with."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"parts": _parts(value), "months": [(str(n), word) for n, word in MONTHS.items()]}
        return context


def _parts(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return value
    if not value:
        return {"how": ""}
    known = PartialDate.parse(str(value))
    if known.precision is Precision.DAY:
        day = known.first
        return {"how": "day", "day": str(day.day), "month": str(day.month), "year": str(day.year)}
    if known.precision is Precision.YEAR:
        return {"how": "year", "only_year": str(known.first.year)}
    return {"how": "age", "age": str(known.age_on(timezone.localdate())) if known.first else ""}


class PartialDateField(forms.Field):
    """Makes EDTF text of the parts typed; an age becomes a guessed birth year."""

    widget = PartialDateWidget

    def clean(self, value: Any) -> str | None:
        """EDTF text, or None when nothing was typed. The chosen way of telling decides which boxes count."""
        parts = value if isinstance(value, dict) else _parts(value)
        how = parts["how"] or self._guessed(parts)
        try:
            return self._read(how, parts)
        except (ValueError, OverflowError):
            raise forms.ValidationError(say(Problem("value.bad_date"))) from None

    @staticmethod
    def _guessed(parts: dict[str, str]) -> str:
        if parts.get("day") or parts.get("year"):
            return "day"
        return "year" if parts.get("only_year") else "age" if parts.get("age") else ""

    def _read(self, how: str, parts: dict[str, str]) -> str | None:
        if how == "day" and any(parts.get(name) for name in ("day", "month", "year")):
            return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()
        if how == "year" and parts.get("only_year"):
            return str(PartialDate.parse(f"{int(parts['only_year']):04}"))
        if how == "age" and parts.get("age"):
            return str(PartialDate.of_age(int(parts["age"]), timezone.localdate()))
        if any(value for name, value in parts.items() if name != "how"):
            # Something was typed, in other boxes than those of the way she chose: ask, rather than drop it.
            raise ValueError("typed elsewhere")
        return None


class RoughDateWidget(forms.Widget):
    """A day, a month or a year, in three boxes of which only the year must be filled."""

    template_name = "ui/widgets/rough_date.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The parts as typed."""
        return {part: str(data.get(f"{name}_{part}", "")).strip() for part in ("day", "month", "year")}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The parts of a value, to fill the boxes with."""
        context = super().get_context(name, value, attrs)
        if not isinstance(value, dict):
            year, month, day = ([*str(value or "").split("-"), "", "", ""])[:3]
            value = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
        context["widget"] |= {"parts": value, "months": [(str(n), word) for n, word in MONTHS.items()]}
        return context


class RoughDateField(forms.Field):
    """Makes one text of the parts typed: ``2019-03-12``, ``2019-03`` or ``2019``."""

    widget = RoughDateWidget

    def clean(self, value: Any) -> str | None:
        """The date as text, or None when nothing was typed."""
        if not isinstance(value, dict):
            return str(value) if value else None
        if not any(value.values()):
            return None
        try:
            if value["day"] and not value["month"]:
                raise ValueError("a day of which month?")
            return str(RoughDate.of(*(int(value[part] or 0) for part in ("year", "month", "day"))))
        except (ValueError, OverflowError):
            raise forms.ValidationError(say(Problem("value.bad_date"))) from None


MOST_GONE_TO = ("MY", "TW", "HK", "SG", "SA", "KR", "JP", "BN", "AE", "QA", "KW", "OM", "JO", "BH", "TR", "PL", "IT")
"""Where most Indonesian migrant workers are placed: first in the list, so that nobody has to scroll for them."""


class CountryField(forms.ChoiceField):
    """A country abroad, those most gone to first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._offered, **kwargs)

    @staticmethod
    def _offered() -> list[tuple[str, str]]:
        names = countries.names(get_language() or "id")
        others = sorted((name, code) for code, name in names.items() if code not in (*MOST_GONE_TO, countries.HOME))
        first = [(code, names[code]) for code in MOST_GONE_TO]
        return [("", "—"), *first, *((code, name) for name, code in others)]

    def valid_value(self, value: Any) -> bool:
        """Anything can be sent; the command decides."""
        return True


class SeveralField(forms.MultipleChoiceField):
    """Several of a list; its value is their codes with spaces between."""

    def clean(self, value: Any) -> str | None:
        """The codes as one text, or None."""
        return " ".join(value.split() if isinstance(value, str) else value or ()) or None

    def prepare_value(self, value: Any) -> Any:
        """The codes of a stored value."""
        return value.split() if isinstance(value, str) else value


class AreaWidget(forms.Widget):
    """A place found by typing; its value is the area code."""

    template_name = "ui/widgets/area.html"
    any_level = False
    suggestions: typing.Sequence[Any] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The code chosen, and the words typed for when no script chose one."""
        return {"code": str(data.get(name, "")).strip(), "text": str(data.get(f"{name}_text", "")).strip()}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The code and the words to show for it, and the villages to choose from after an unclear answer."""
        context = super().get_context(name, value, attrs)
        parts = value if isinstance(value, dict) else {"code": value or "", "text": ""}
        if parts["code"] and not parts["text"]:
            parts = {**parts, "text": area_words(parts["code"])}
        suggestions = [(area.code, area.name, around(area_words(area.code))) for area in self.suggestions]
        context["widget"] |= {"parts": parts, "suggestions": suggestions, "any_level": self.any_level}
        return context


class AreaField(forms.Field):
    """A village (or, with ``any_level``, a wider area too), by choosing or by typing its name."""

    widget = AreaWidget
    near: str | None = None

    def __init__(self, *, any_level: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.any_level = any_level
        self.widget.any_level = any_level

    def clean(self, value: Any) -> str | None:
        """The code; a name that means one village only is enough, several are offered."""
        parts = value if isinstance(value, dict) else {"code": value or "", "text": ""}
        code, text = parts["code"], parts["text"]
        if code and (not text or text == area_words(code)):
            return str(code)
        if not text:
            return None
        search = places.search_any if self.any_level else places.search_villages
        found = search(text, self.near)
        levels = (Level.REGENCY, Level.DISTRICT, Level.VILLAGE) if self.any_level else (Level.VILLAGE,)
        # A whole line as we write it, or a name that only one place in all of Indonesia bears: no guess.
        meant = [area for area in found if area_words(area.code).casefold() == text.casefold()]
        meant = meant or ([] if "," in text else places.named(text, levels))
        if len(meant) == 1:
            return str(meant[0].code)
        self.widget.suggestions = found
        raise forms.ValidationError(
            say(Problem("places.which_village" if found else "places.unknown_village", {"code": text}))
        )


def area_words(code: str) -> str:
    """An area in words, the widest part last; the code itself when nobody knows it."""
    line: str = places.place_lines([code]).get(code, code)
    return line


def around(line: str) -> str:
    """The places around, of an area in words: what stands after its own name."""
    return line.partition(", ")[2] or line


def _unwrapped(annotation: Any) -> Any:
    """The type inside ``X | None``."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return next(arg for arg in typing.get_args(annotation) if arg is not type(None))
    return annotation


def _longest(info: FieldInfo) -> int | None:
    lengths = [getattr(rule, "max_length", None) for rule in info.metadata]
    return min((length for length in lengths if length), default=None)


def _text_field(info: FieldInfo) -> forms.Field:
    longest = _longest(info)
    if longest and longest > LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    return forms.CharField(strip=False)


class OpenChoiceField(forms.ChoiceField):
    """Offers choices and leaves it to the command to refuse others, so that each refusal has one code."""

    def valid_value(self, value: Any) -> bool:
        """Anything can be sent; the command decides."""
        return True


def _choice_field(kind: type[StrEnum], words: typing.Mapping[Any, Any]) -> forms.Field:
    choices = [(one.value, words.get(one, one.value)) for one in kind if one in words or not words]
    return OpenChoiceField(choices=choices, widget=forms.RadioSelect)


def _box(**attrs: str) -> forms.Field:
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}))


_BY_TYPE: typing.Mapping[Any, typing.Callable[[], forms.Field]] = {
    PartialDate: PartialDateField,
    RoughDate: RoughDateField,
    countries.Country: CountryField,
    VillageCode: AreaField,
    AreaCode: lambda: AreaField(any_level=True),
    Phone: lambda: _box(type="tel"),
    Nik: lambda: _box(inputmode="numeric"),
    int: lambda: _box(inputmode="numeric"),
    Rupiah: lambda: forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric"})),
    date: lambda: forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
    AwareDatetime: lambda: forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    ),
    bool: forms.BooleanField,
    UUID: lambda: forms.CharField(widget=forms.HiddenInput),
}
"""Each kernel type and the box it is typed in."""


def field_for(info: FieldInfo, choices: typing.Mapping[Any, Any] | None = None) -> forms.Field:
    """The form field for one field of a command. Whether it must be filled is for the command to say."""
    kind = _unwrapped(info.annotation)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        field = _choice_field(kind, choices or {})
    elif isinstance(kind, type) and issubclass(kind, Several):
        words = choices or {}
        offered = [(one.value, words.get(one, one.value)) for one in kind.of]
        field = SeveralField(choices=offered, widget=forms.CheckboxSelectMultiple)
    else:
        field = _BY_TYPE[kind]() if kind in _BY_TYPE else _text_field(info)
    field.required = False
    return field
