"""Tags of the humanitarian exchange language (HXL), so that another programme reads a table without being told."""

from __future__ import annotations

import re

from purnadaya.tallies.measures import Kind, Measure, Split

AGES = {"under_18": "age0_17", "18_24": "age18_24", "25_59": "age25_59", "60_up": "age60_", "unknown": "age_unknown"}
SEXES = {"female": "f", "male": "m", "unknown": "sex_unknown"}
DISABILITIES = {"yes": "disability", "no": "no_disability", "unknown": "disability_unknown"}
_ATTRIBUTES = {Split.SEX: SEXES, Split.AGE: AGES, Split.DISABILITY: DISABILITIES}


def tag_of(measure: Measure, split: Split | None = None, value: str = "") -> str:
    """The tag of a column: what is reached by persons, else an activity or an indicator; then whose share of it."""
    name = _attribute(measure.key)
    if measure.kind is Kind.PERSONS:
        tag = f"#reached+{name}"
    elif measure.kind is Kind.RATIO:
        tag = f"#indicator+{name}+pct"
    else:
        tag = f"#indicator+{name}+num"
    if split is None:
        return tag
    plain = _attribute(f"{split.value} {value or 'unknown'}")
    return f"{tag}+{_ATTRIBUTES.get(split, {}).get(value, plain)}"


def _attribute(text: str) -> str:
    """Letters, digits and underscores, beginning with a letter: what HXL takes as an attribute."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"x{plain}"
