"""The database itself refuses to change or delete what was done."""

from typing import Any, ClassVar

from django.db import migrations

from purnadaya.journal.append_only_sql import STATEMENTS


def guard(apps: Any, schema_editor: Any) -> None:
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0001_log_and_waiting_room")]

    operations: ClassVar = [migrations.RunPython(guard, migrations.RunPython.noop)]
