from django.apps import AppConfig


class LensesConfig(AppConfig):
    name = "eichhorn.lenses"
    label = "lenses"
