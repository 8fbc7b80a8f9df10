from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    name = "eichhorn.guidelines"
    label = "guidelines"
