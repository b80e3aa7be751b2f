"""Reads of what was counted; each takes the actor, and what is not hers to see is not found.

``figures(actor, Question(...))`` answers; ``behind(actor, question, cell)`` gives the records behind one figure.
"""

from purnadaya.tallies.measures import Kind, Measure, Split, all_measures, measure_named
from purnadaya.tallies.queries.behind import behind
from purnadaya.tallies.queries.figures import figures
from purnadaya.tallies.queries.questions import Answer, Behind, Cell, Figure, Question
from purnadaya.tallies.rules.traits import (
    AGES,
    DISABILITIES,
    SEXES,
    TERRAINS,
    UNKNOWN,
    Period,
    Step,
    month,
    quarter,
    year,
)

__all__ = [
    "AGES",
    "DISABILITIES",
    "SEXES",
    "TERRAINS",
    "UNKNOWN",
    "Answer",
    "Behind",
    "Cell",
    "Figure",
    "Kind",
    "Measure",
    "Period",
    "Question",
    "Split",
    "Step",
    "all_measures",
    "behind",
    "figures",
    "measure_named",
    "month",
    "quarter",
    "year",
]
