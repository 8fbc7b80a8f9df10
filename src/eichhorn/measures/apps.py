from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "eichhorn.measures"
    label = "measures"
