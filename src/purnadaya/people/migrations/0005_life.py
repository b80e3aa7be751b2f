import django.db.models.deletion
from django.db import migrations, models

import purnadaya.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_security_events"),
        ("people", "0004_requests_about_own_data"),
        ("places", "0002_search_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="also",
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name="person",
            name="education",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "none"),
                    ("primary", "primary"),
                    ("lower_secondary", "lower_secondary"),
                    ("upper_secondary", "upper_secondary"),
                    ("vocational", "vocational"),
                    ("diploma", "diploma"),
                    ("degree", "degree"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="left_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="left_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved_away", "moved_away"),
                    ("does_not_want", "does_not_want"),
                    ("lost_contact", "lost_contact"),
                    ("died", "died"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="aliases", to="people.person"
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("registry", "registry"),
                            ("contact", "contact"),
                            ("photo", "photo"),
                            ("referral", "referral"),
                            ("story", "story"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("written", "written"), ("recorded", "recorded"), ("thumb", "thumb")], max_length=12
                    ),
                ),
                (
                    "given_by",
                    models.CharField(choices=[("herself", "herself"), ("guardian", "guardian")], max_length=12),
                ),
                ("given_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("notice", models.CharField(max_length=120)),
                ("withdrawn_on", models.DateField(null=True)),
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
                "indexes": [
                    models.Index(fields=["person"], name="people_consents_of"),
                    models.Index(
                        condition=models.Q(("struck_at", None), ("withdrawn_on", None)),
                        fields=["organisation", "until"],
                        name="people_consents_ending",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("country", models.CharField(max_length=2)),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("household", "household"),
                            ("care", "care"),
                            ("factory", "factory"),
                            ("plantation", "plantation"),
                            ("farm", "farm"),
                            ("construction", "construction"),
                            ("ship", "ship"),
                            ("food", "food"),
                            ("shop", "shop"),
                            ("cleaning", "cleaning"),
                            ("health", "health"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("agency", "agency"),
                            ("government", "government"),
                            ("own_company", "own_company"),
                            ("independent", "independent"),
                            ("unofficial", "unofficial"),
                            ("unknown", "unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                ("agency", models.CharField(blank=True, max_length=120)),
                ("departed", models.CharField(max_length=10)),
                ("returned", models.CharField(blank=True, max_length=10)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contract_ended", "contract_ended"),
                            ("leave", "leave"),
                            ("dismissed", "dismissed"),
                            ("accident_or_illness", "accident_or_illness"),
                            ("violence", "violence"),
                            ("war_or_disaster", "war_or_disaster"),
                            ("deported", "deported"),
                            ("died", "died"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("back_by", models.DateField(null=True)),
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
                "indexes": [
                    models.Index(fields=["person"], name="people_episodes_of"),
                    models.Index(
                        condition=models.Q(("struck_at", None)),
                        fields=["organisation", "back_by"],
                        name="people_lately_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Functioning",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("asked_on", models.DateField()),
                ("answers", models.TextField()),
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
                "indexes": [models.Index(fields=["person"], name="people_functioning_of")],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                (
                    "training",
                    models.CharField(
                        choices=[
                            ("paralegal", "paralegal"),
                            ("paralegal_practice", "paralegal_practice"),
                            ("cpla", "cpla"),
                            ("gender_rights", "gender_rights"),
                            ("tpks", "tpks"),
                            ("facilitation", "facilitation"),
                            ("business", "business"),
                            ("other", "other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=120)),
                ("number", models.CharField(blank=True, max_length=120)),
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
                "indexes": [models.Index(fields=["person"], name="people_qualifications_of")],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=purnadaya.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("met_on", models.DateField()),
                ("note", models.TextField()),
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
                "indexes": [models.Index(fields=["person", "met_on"], name="people_visits_of")],
            },
        ),
    ]
