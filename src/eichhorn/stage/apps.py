from django.apps import AppConfig


class StageConfig(AppConfig):
    name = "eichhorn.stage"
    label = "stage"
