"""Several pictures come with what was asked, each with its description; the one that came before is the first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_another_shape"), ("media", "0005_uploads_of_videos")]

    operations = [
        migrations.CreateModel(
            name="RequestPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("alt", models.CharField(max_length=1500)),
                ("picture", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="media.picture")),
                ("version", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="desk.requestversion")),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.AddConstraint(
            model_name="requestpicture",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="request_pictures_stand_in_order"),
        ),
        migrations.AddConstraint(
            model_name="requestpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 6)), name="request_pictures_are_few"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestpicture",
            constraint=models.CheckConstraint(condition=models.Q(("alt__regex", "\\S")), name="request_picture_has_a_description"),
        ),
        migrations.RunSQL(
            "INSERT INTO desk_requestpicture (version_id, position, picture_id, alt) "
            "SELECT id, 1, picture_id, alt FROM desk_requestversion WHERE picture_id IS NOT NULL",
            "UPDATE desk_requestversion SET picture_id = given.picture_id, alt = given.alt FROM desk_requestpicture given "
            "WHERE given.version_id = desk_requestversion.id AND given.position = 1",
        ),
    ]  # fmt: skip
