from django.apps import AppConfig


class SeveralConfig(AppConfig):
    name = "eichhorn.several"
    label = "several"
