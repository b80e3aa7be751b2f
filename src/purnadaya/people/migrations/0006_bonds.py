import django.db.models.deletion
from django.db import migrations, models

import purnadaya.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_security_events"),
        ("people", "0005_life"),
        ("places", "0002_search_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="Household",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Accompaniment",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("scope_kind", models.CharField(max_length=16)),
                ("scope_id", models.UUIDField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
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
            ],
            options={
                "indexes": [models.Index(fields=["scope_id", "scope_kind"], name="people_accompanied_by")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None), ("until", None)),
                        fields=("person", "scope_kind", "scope_id"),
                        name="people_accompanied_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseholdMember",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("relation", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="people.household"
                    ),
                ),
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
            ],
            options={
                "indexes": [models.Index(fields=["household"], name="people_household_members")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None), ("until", None)),
                        fields=("person",),
                        name="people_one_household",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("relation", "head"), ("struck_at", None), ("until", None)),
                        fields=("household",),
                        name="people_one_head",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("moved_on", models.DateField()),
                ("former_hamlet", models.CharField(blank=True, max_length=120)),
                (
                    "former",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
                ),
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
                    "to",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.area"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="people_moves_of")],
            },
        ),
    ]
