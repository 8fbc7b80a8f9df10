from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "eichhorn.moving"
    label = "moving"
