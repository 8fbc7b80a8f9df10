from django.apps import AppConfig


class AlliesConfig(AppConfig):
    name = "eichhorn.allies"
    label = "allies"
