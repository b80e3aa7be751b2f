"""The words that names are made of, and a list of one village read in order."""

import django.db.models.deletion
from django.db import migrations, models

from purnadaya.people.rules.likeness import Known, fingerprint, word_block, words_of

BATCH = 2000
VILLAGE = "people_person_village_id_15c6ef38"
"""As Django calls the index of villages on either store. Beside it PostgreSQL has another for how codes begin, which
stays."""


def collect_words(apps, schema_editor):
    """The words of everyone, and the blocks of words in which her bearers were not filed yet: of names without Latin
    letters, and of one cut off in a name too long."""
    person, block, word = (apps.get_model("people", name) for name in ("Person", "NameBlock", "NameWord"))
    known, words, blocks = set(), [], []
    rows = person.objects.order_by().values_list("id", "organisation_id", "name", "nickname", "name_key")
    for one, organisation, name, nickname, name_key in rows.iterator(BATCH):
        texts = set(name_key.split())
        unfiled = sorted(texts - set(words_of(Known(name, nickname))))
        blocks += [block(key=_key(organisation, text), person_id=one) for text in unfiled]
        for text in texts:
            if (organisation, text) not in known:
                known.add((organisation, text))
                words.append(word(organisation_id=organisation, text=text, key=_key(organisation, text)))
        if len(words) + len(blocks) > BATCH:
            _write(word, words), _write(block, blocks)
    _write(word, words), _write(block, blocks)


def _key(organisation, text):
    return fingerprint(organisation, word_block(text))


def _write(model, rows):
    model.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    rows.clear()


class Migration(migrations.Migration):
    dependencies = (
        ("access", "0003_security_events"),
        ("people", "0015_read_in_order"),
        ("places", "0002_search_table"),
    )

    operations = (
        # The field stays as it is but for its index: said to the store as such, for SQLite would otherwise write the
        # whole table anew.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="person",
                    name="village",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {VILLAGE}", f"CREATE INDEX {VILLAGE} ON people_person (village_id)"
                )
            ],
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["village", "organisation", "erased_at", "merged_into", "name_key", "id", "stands_as"],
                name="people_listed_in_village",
            ),
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "text", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.organisation",
                    ),
                ),
                ("text", models.CharField(max_length=242)),
                ("key", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["key"], name="people_word_of_block")]},
        ),
        migrations.RunPython(collect_words, migrations.RunPython.noop, elidable=True),
    )
