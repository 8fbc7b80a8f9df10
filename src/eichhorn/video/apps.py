from django.apps import AppConfig


class VideoConfig(AppConfig):
    name = "eichhorn.video"
    label = "video"
