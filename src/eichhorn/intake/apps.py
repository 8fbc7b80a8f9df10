from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "eichhorn.intake"
    label = "intake"
