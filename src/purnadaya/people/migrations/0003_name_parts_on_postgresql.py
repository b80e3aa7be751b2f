"""Parts of names are found by index on PostgreSQL; SQLite reads the organisation's own index through."""

from django.db import migrations

CREATE = "CREATE INDEX people_by_name_part ON people_person USING gin (name_key gin_trgm_ops)"
DROP = "DROP INDEX people_by_name_part"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = (("people", "0002_phone_and_nik"),)
    operations = (migrations.RunPython(on_postgresql(CREATE), on_postgresql(DROP)),)
