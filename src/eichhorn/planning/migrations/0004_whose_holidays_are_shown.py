"""The holidays that the plan showed so far stand in the calendar as a region; without any terms that was Germany."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def show(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    terms = apps.get_model("planning", "Terms").objects.first()
    of = "DE" if terms is None else terms.holidays_of
    if of:
        apps.get_model("occasions", "Region").objects.get_or_create(of=of)


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_days_and_stages_are_found_by_index"), ("occasions", "0001_first")]

    operations = [migrations.RunPython(show, migrations.RunPython.noop)]
