"""How a data key is kept from being dropped under whoever seals with it.

SQLite needs none of it: one writes at a time, and finds the key in the same transaction. On PostgreSQL a writer
holds the row of the key until her commit; whoever drops keys waits for all who hold one, and keeps others waiting,
before she looks. A writer who waited meets the dropped row as one that somebody changed, and begins anew with the
newest key (ADR 11).
"""

from __future__ import annotations

HELD_UNTIL_COMMIT = {"postgresql": "SELECT * FROM access_datakey WHERE id = %s FOR KEY SHARE"}

WAIT_FOR_SEALERS = {"postgresql": "LOCK TABLE access_datakey IN EXCLUSIVE MODE"}
"""Being no query it takes no snapshot yet: what is counted after it is counted as it then stands."""
