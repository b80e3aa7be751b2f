"""From what came in to what is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from purnadaya.documents.rules.media import Media, media_of
from purnadaya.documents.rules.papers import paper_problems
from purnadaya.documents.rules.pictures import redrawn
from purnadaya.kernel.problems import refuse_if_any


@dataclass(frozen=True)
class Prepared:
    """A file fit to be kept; ``small`` is there for pictures only."""

    media: Media
    content: bytes = field(repr=False)
    small: bytes = field(default=b"", repr=False)


def prepared(data: bytes) -> Prepared:
    """The file as it is kept: pictures drawn anew, papers and sounds as they came. Raises ``Refused`` for others."""
    media = media_of(data)
    if media is Media.PICTURE:
        return Prepared(media, *redrawn(data))
    if media is Media.PDF:
        refuse_if_any(paper_problems(data))
    return Prepared(media, data)
