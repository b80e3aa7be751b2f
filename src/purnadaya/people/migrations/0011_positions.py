"""Positions held outside a group."""

import django.db.models.deletion
from django.db import migrations, models

import purnadaya.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_security_events"),
        ("people", "0010_stands_as"),
        ("places", "0002_search_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("council", "council"),
                            ("institution", "institution"),
                            ("pkk", "pkk"),
                            ("cadre", "cadre"),
                            ("neighbourhood", "neighbourhood"),
                            ("delegate", "delegate"),
                            ("cooperative", "cooperative"),
                            ("village_staff", "village_staff"),
                            ("other", "other"),
                        ],
                        max_length=16,
                    ),
                ),
                ("role", models.CharField(blank=True, max_length=120)),
                ("since", models.CharField(max_length=10)),
                ("until", models.CharField(blank=True, max_length=10)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="people_positions_of")],
            },
        ),
    ]
