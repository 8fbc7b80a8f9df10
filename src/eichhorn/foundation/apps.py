from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "eichhorn.foundation"
    label = "foundation"
