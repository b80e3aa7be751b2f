"""Areas with the version of their list, and hamlets."""

import django.db.models.deletion
from django.db import migrations, models

import purnadaya.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=13, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                (
                    "level",
                    models.SmallIntegerField(
                        choices=[(1, "province"), (2, "regency"), (3, "district"), (4, "village")]
                    ),
                ),
                ("key", models.CharField(max_length=240)),
                ("ended", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.area",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaData",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=80)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="places_one_area_data")],
            },
        ),
        migrations.CreateModel(
            name="Hamlet",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=240)),
                (
                    "village",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="area",
            index=models.Index(fields=["level", "key"], name="places_area_by_key"),
        ),
        migrations.AddConstraint(
            model_name="hamlet",
            constraint=models.UniqueConstraint(fields=("organisation_id", "village", "key"), name="places_hamlet_once"),
        ),
    ]
