"""The names of the channels that a role can be limited to.

The difficult thing: channels stand above people. So config names who knows them, and here they are only ids and names.
"""

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string


def channel_names() -> dict[int, str]:
    """Return id and name of every channel in use. One query."""
    channels = cast("Iterable[Model]", import_string(settings.EICHHORN_CHANNELS)())
    return {channel.pk: str(channel) for channel in channels}
