"""A column that SQLite is not to choose an index by."""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class Aside(Func):
    """The column itself. SQLite, which does not see that a few rows are wanted in the order of another index, takes
    no index of this one (https://sqlite.org/optoverview.html: a unary plus)."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """With the plus that keeps it out."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)
