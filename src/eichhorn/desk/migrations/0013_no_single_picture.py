"""The single picture of a request is one of several now; what it was stands there."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("desk", "0012_several_pictures")]

    operations = [
        migrations.RemoveConstraint(model_name="requestversion", name="request_picture_is_described"),
        migrations.RemoveField(model_name="requestversion", name="alt"),
        migrations.RemoveField(model_name="requestversion", name="picture"),
    ]
