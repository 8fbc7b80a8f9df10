"""Videos get tags, and are found by all that is known of them, as pictures are."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

FOUND = """
update video_video v set findable = lower(concat_ws(E'\\n', v.file_name, nullif(v.source, ''), nullif(v.licence_note, ''),
    (select string_agg(d.text, E'\\n' order by d.language) from video_description d where d.video_id = v.id)))
"""


class Migration(migrations.Migration):
    dependencies = [("media", "0005_uploads_of_videos"), ("video", "0002_who_is_shown")]

    operations = [
        migrations.AddField("video", "findable", models.TextField(blank=True)),
        migrations.AddField(
            "video",
            "tags",
            django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list),
        ),
        migrations.AddIndex(
            "video",
            django.contrib.postgres.indexes.GinIndex(
                fields=["findable"], name="video_found_by_words", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            "video", django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="video_found_by_tag")
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
