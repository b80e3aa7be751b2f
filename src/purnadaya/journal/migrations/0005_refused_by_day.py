"""What was refused lately is found without reading all that was done."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("journal", "0004_no_row_replaced")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="operation",
            index=models.Index(
                fields=["organisation_id", "recorded_at"],
                condition=models.Q(problems__isnull=False),
                name="journal_refused",
            ),
        ),
    ]
