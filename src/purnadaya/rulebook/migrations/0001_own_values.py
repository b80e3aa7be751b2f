"""Values an organisation sets instead of a shipped one."""

from django.db import migrations, models

import purnadaya.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OwnValue",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("rule", models.CharField(max_length=60)),
                ("value", models.BigIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("source", models.CharField(max_length=120)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "rule"], name="rulebook_by_rule")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="rulebook_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="rulebook_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        fields=("organisation_id", "rule", "since"),
                        name="rulebook_once_a_day",
                    ),
                ],
            },
        ),
    ]
