from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "eichhorn.situation"
    label = "situation"
