"""What was done and what was read cannot be replaced either, by a row of the same id."""

from typing import Any, ClassVar

from django.db import migrations

from purnadaya.journal.append_only_sql import TABLES, removals, statements


def guard_anew(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for statement in (*removals(vendor, table), *statements(vendor, table)):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0003_waiting_room_by_area_and_bytes")]

    operations: ClassVar = [migrations.RunPython(guard_anew, migrations.RunPython.noop)]
