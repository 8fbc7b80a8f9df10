"""Tells the way out which addresses of this installation's own it may reach, and networks who this installation is."""

from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings

from eichhorn.foundation import http
from eichhorn.networks.bluesky import identity, program


class ChannelsConfig(AppConfig):
    name = "eichhorn.channels"
    label = "channels"

    def ready(self) -> None:
        allow = set(settings.OUTBOUND_ALLOW)
        if settings.STAGE:
            parts = urlsplit(settings.STAGE_URL)
            allow.add(f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}")
        http.configure(allow=allow)
        identity.configure(plc=settings.PLC_DIRECTORY)
        program.configure(secret=settings.KEYS.derive("channels.program"))
