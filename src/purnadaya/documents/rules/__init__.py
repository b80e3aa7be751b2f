"""Pure decisions about documents: what may be kept, as what, under which consent."""

from purnadaya.documents.rules.documents import (
    VERBS,
    DocumentKind,
    attaching_problems,
    consent_problems,
    holds_on,
    purpose_of,
    renewing_problems,
)
from purnadaya.documents.rules.media import MOST_BYTES, Media
from purnadaya.documents.rules.preparing import Prepared, prepared

__all__ = [
    "MOST_BYTES",
    "VERBS",
    "DocumentKind",
    "Media",
    "Prepared",
    "attaching_problems",
    "consent_problems",
    "holds_on",
    "prepared",
    "purpose_of",
    "renewing_problems",
]
