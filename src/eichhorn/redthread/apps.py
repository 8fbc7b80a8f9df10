from django.apps import AppConfig


class RedThreadConfig(AppConfig):
    name = "eichhorn.redthread"
    label = "redthread"
