from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "eichhorn.ui"
    label = "ui"
