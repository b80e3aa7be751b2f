"""What is counted: tallies by place and month, who was present, and what each source contributed."""

from typing import Any, ClassVar

from django.db import migrations, models

BIG, WHOLE, SMALL = models.BigIntegerField, models.IntegerField, models.SmallIntegerField


class CreateNarrow(migrations.CreateModel):
    """A table whose rows lie in the order of their key: on SQLite without another number for each row, and so without
    a second tree beside the table."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it as Django would, with two words more."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        sql, params = schema_editor.table_sql(to_state.apps.get_model(app_label, self.name))
        schema_editor.execute(f"{sql} WITHOUT ROWID", params or None)


def tally() -> list[tuple[str, Any]]:
    """What every tally says."""
    return [
        ("organisation", WHOLE()), ("measure", WHOLE()), ("place", BIG()), ("month", WHOLE()), ("label", WHOLE()),
        ("terrain", SMALL()), ("traits", SMALL()), ("n", BIG()),
    ]  # fmt: skip


def key(*names: str) -> tuple[str, Any]:
    """A key of these columns."""
    return (
        "pk",
        models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False),
    )


def number() -> tuple[str, Any]:
    """A number for each row."""
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Key", fields=[number(), ("name", models.CharField(max_length=48, unique=True))]
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("source", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=48)),
                ("organisation", WHOLE()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Fresh",
            fields=[number(), *tally(), ("group", WHOLE())],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["organisation", "measure", "place"], name="tallies_fresh_at")],
            },
        ),
        CreateNarrow(
            name="Leaf",
            fields=[
                *tally(), ("group", WHOLE()),
                key("organisation", "measure", "place", "month", "group", "label", "terrain", "traits"),
            ],
            options={"abstract": False},
        ),
        CreateNarrow(
            name="Rollup",
            fields=[*tally(), key("organisation", "measure", "place", "month", "label", "terrain", "traits")],
            options={"abstract": False},
        ),
        CreateNarrow(
            name="Presence",
            fields=[
                key("organisation", "measure", "place", "month", "group", "person", "terrain", "traits"),
                ("organisation", WHOLE()), ("measure", WHOLE()), ("place", BIG()), ("month", WHOLE()),
                ("group", WHOLE()), ("person", WHOLE()), ("terrain", SMALL()), ("traits", SMALL()), ("n", WHOLE()),
            ],
        ),
        migrations.CreateModel(
            name="Touched", fields=[number(), ("organisation", WHOLE()), ("place", BIG()), ("month", WHOLE())]
        ),
        CreateNarrow(
            name="Unique",
            fields=[
                key("organisation", "measure", "place", "months", "number", "within", "terrain", "traits"),
                ("organisation", WHOLE()), ("measure", WHOLE()), ("place", BIG()), ("months", SMALL()),
                ("number", WHOLE()), ("within", SMALL()), ("terrain", SMALL()), ("traits", SMALL()), ("n", WHOLE()),
            ],
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("counted_at", models.DateTimeField(null=True)),
                ("rolled_at", models.DateTimeField(null=True)),
                ("print", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("only", 1)), name="tallies_one_basis")],
            },
        ),
    ]  # fmt: skip
