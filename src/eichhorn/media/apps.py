from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "eichhorn.media"
    label = "media"
