from django.apps import AppConfig


class NoticingConfig(AppConfig):
    name = "eichhorn.noticing"
    label = "noticing"
