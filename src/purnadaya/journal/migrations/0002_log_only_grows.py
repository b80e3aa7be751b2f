"""The database itself refuses to change or delete what was done and what was read."""

from typing import Any, ClassVar

from django.db import migrations

from purnadaya.journal.append_only_sql import TABLES, statements


def guard(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        for statement in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_log_and_waiting_room")]

    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
