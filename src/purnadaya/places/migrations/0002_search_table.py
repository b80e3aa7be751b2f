"""The search table of areas; ``loading`` fills it."""

from django.db import migrations

from purnadaya.places.search_sql import CREATE, DROP


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = (("places", "0001_areas_and_hamlets"),)
    operations = (migrations.RunPython(create, drop),)
