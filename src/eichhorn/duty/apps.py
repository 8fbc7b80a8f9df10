from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "eichhorn.duty"
    label = "duty"
