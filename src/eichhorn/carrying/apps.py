from django.apps import AppConfig


class CarryingConfig(AppConfig):
    name = "eichhorn.carrying"
    label = "carrying"
