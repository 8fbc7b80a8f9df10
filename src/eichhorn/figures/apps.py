from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "eichhorn.figures"
    label = "figures"
