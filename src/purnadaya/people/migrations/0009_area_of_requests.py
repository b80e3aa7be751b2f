"""Requests keep the village they were asked in; so far it followed the person, and those who erased her lost it."""

from django.db import migrations, models


def fill(apps, schema_editor):
    person = apps.get_model("people", "Person").objects.filter(id=models.OuterRef("person_id"))
    requests = apps.get_model("people", "SubjectRequest").objects
    requests.update(area=models.Subquery(person.values("village_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("people", "0008_twins")]

    operations = [
        migrations.AddField(
            "subjectrequest", "area", models.CharField(max_length=13, default=""), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
