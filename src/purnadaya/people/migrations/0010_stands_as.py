"""Whom an entry stands as that turned out to be someone else, at the end of all steps."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def derive(apps: Any, schema_editor: Any) -> None:
    """Follow every merged entry to its end."""
    person = apps.get_model("people", "Person")
    into = dict(person.objects.exclude(merged_into=None).values_list("id", "merged_into"))
    for alias in into:
        root = alias
        while root in into:
            root = into[root]
        person.objects.filter(id=alias).update(stands_as=root)


class Migration(migrations.Migration):
    dependencies = [("people", "0009_area_of_requests")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="stands_as",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]
