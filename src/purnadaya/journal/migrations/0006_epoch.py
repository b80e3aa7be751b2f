"""The epoch: which life of this store one is talking to."""

from typing import Any, ClassVar

from django.db import migrations, models
from django.utils import timezone

from purnadaya.kernel.ids import new_id


def begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("journal", "Epoch").objects.create(id=new_id(), since=timezone.now())


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0005_refused_by_day")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("id", models.UUIDField(unique=True)),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("only", 1)), name="journal_one_epoch")],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
