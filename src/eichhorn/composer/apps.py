from django.apps import AppConfig


class ComposerConfig(AppConfig):
    name = "eichhorn.composer"
    label = "composer"
