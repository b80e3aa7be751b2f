"""Where a person like the one being registered is looked for; and names under their deeper spelling key."""

import django.db.models.deletion
from django.db import migrations, models

from purnadaya.kernel.dates import PartialDate
from purnadaya.people.rules import name_key
from purnadaya.people.rules.likeness import Known, block_keys, fingerprint

BATCH = 1000


def file_everyone(apps, schema_editor):
    person, block = apps.get_model("people", "Person"), apps.get_model("people", "NameBlock")
    batch = []
    for someone in person.objects.order_by("id").iterator(BATCH):
        batch.append(someone)
        if len(batch) == BATCH:
            _file(person, block, batch)
            batch = []
    _file(person, block, batch)


def _file(person, block, batch):
    for someone in batch:
        someone.name_key = name_key(someone.name, someone.nickname)
    person.objects.bulk_update(batch, ["name_key"], batch_size=200)
    block.objects.bulk_create(
        (block(key=key, person=someone) for someone in batch for key in _keys_of(someone)), batch_size=5000
    )


def _keys_of(someone):
    birth = PartialDate.parse(someone.birth) if someone.birth else None
    known = Known(someone.name, someone.nickname, birth, someone.village_id)
    return sorted({fingerprint(someone.organisation_id, key) for key in block_keys(known)})


class Migration(migrations.Migration):
    dependencies = (("people", "0006_bonds"),)

    operations = (
        migrations.CreateModel(
            name="NameBlock",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.RunPython(file_everyone, migrations.RunPython.noop, elidable=True),
    )
