"""Small charts as pictures in the page: no script and no style in them, readable in grey, and never without the table
they are drawn from (ADR 19)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

PATTERNS = 6
"""So many parts of a bar are told apart; more are drawn as the last one."""
HEIGHT, BAR, GAP = 96, 24, 8
LEAST = 2
"""So high is the smallest figure drawn: one is not none."""
WIDE = 100


@dataclass(frozen=True)
class Figure:
    """One bar: its words for who cannot see it, and how much; None where it is not known."""

    words: str
    value: int | None


def columns(title: str, told: str, figures: Sequence[Figure], *, small: bool = False) -> SafeString:
    """Bars beside each other in time; what is not known is a dash on the ground. ``title`` and ``told`` say in words
    what is seen. A ``small`` one fits into a row of a table."""
    most = max((one.value or 0 for one in figures), default=0)
    bars = format_html_join("", "{}", ((_column(place, one, most),) for place, one in enumerate(figures)))
    width = max(len(figures) * (BAR + GAP) - GAP, BAR)
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" focusable="false">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        "chart chart-small" if small else "chart", width, HEIGHT, title, told, bars,
    )  # fmt: skip


def _column(place: int, one: Figure, most: int) -> SafeString:
    x = place * (BAR + GAP)
    if one.value is None:
        return format_html('<rect class="chart-gap" x="{}" y="{}" width="{}" height="2"></rect>', x, HEIGHT - 2, BAR)
    height = max(round(one.value / most * HEIGHT), LEAST) if one.value else 0
    return format_html(
        '<rect class="chart-bar" x="{}" y="{}" width="{}" height="{}"></rect>', x, HEIGHT - height, BAR, height
    )


def bar(value: int | None, most: int) -> SafeString:
    """A bar lying beside its figure, as long as its share of the largest. It says nothing the figure does not."""
    long = max(round((value or 0) / most * WIDE), 1) if value and most else 0
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="chart-bar" width="{}" height="8"></rect></svg>', long,
    )  # fmt: skip


def parts(values: Sequence[int]) -> SafeString:
    """One bar made of parts, each with a pattern of its own; the page holds ``patterns()`` once."""
    whole = sum(values)
    if not whole:
        return mark_safe("")
    ends = [round(sum(values[: place + 1]) / whole * WIDE) for place in range(len(values))]
    pieces = zip([0, *ends], ends, strict=False)
    rects = format_html_join(
        "",
        '<rect class="chart-part" x="{}" width="{}" height="8" fill="url(#part-{})"></rect>',
        ((begin, end - begin, pattern_of(place)) for place, (begin, end) in enumerate(pieces) if end > begin),
    )
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>", rects,
    )  # fmt: skip


def pattern_of(place: int) -> int:
    """The number of the pattern for the part at this place."""
    return min(place, PATTERNS - 1) + 1


def patterns() -> SafeString:
    """What ``parts`` are filled with, once on the page: full, empty, leaning, lying, dotted and crossed."""
    return mark_safe(  # noqa: S308 - no part of it is data
        '<svg class="for-ears" aria-hidden="true" focusable="false"><defs>'
        + "".join(
            f'<pattern id="part-{number}" width="4" height="4" patternUnits="userSpaceOnUse">'
            f'<rect class="{ground}" width="4" height="4"></rect>{lines}</pattern>'
            for number, (ground, lines) in enumerate(_DRAWN, 1)
        )
        + "</defs></svg>"
    )


_DRAWN = (
    ("chart-bar", ""),
    ("chart-ground", ""),
    ("chart-ground", '<path class="chart-line" d="M0 4 4 0"></path>'),
    ("chart-ground", '<path class="chart-line" d="M0 2H4"></path>'),
    ("chart-ground", '<circle class="chart-dot" cx="2" cy="2" r="1"></circle>'),
    ("chart-ground", '<path class="chart-line" d="M0 0 4 4M0 4 4 0"></path>'),
)
