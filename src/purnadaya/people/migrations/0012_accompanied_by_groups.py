"""Groups accompany their members, from where they are at home."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_security_events"),
        ("people", "0011_positions"),
    ]

    operations = [
        migrations.AddField(
            model_name="accompaniment",
            name="area",
            field=models.CharField(blank=True, max_length=13),
        ),
        migrations.AddIndex(
            model_name="accompaniment",
            index=models.Index(
                condition=models.Q(("scope_kind", "group"), ("struck_at", None), ("until", None)),
                fields=["organisation", "area"],
                name="people_accompanied_in",
            ),
        ),
    ]
