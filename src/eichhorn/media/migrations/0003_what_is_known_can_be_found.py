"""Pictures that are there already are found by their names and sources."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("media", "0002_rights")]

    operations = [
        migrations.RunSQL(
            "update media_picture set given_name = file_name, findable = lower(file_name || E'\\n' || source)",
            migrations.RunSQL.noop,
        )
    ]
