from django.apps import AppConfig


class OccasionsConfig(AppConfig):
    name = "eichhorn.occasions"
    label = "occasions"
