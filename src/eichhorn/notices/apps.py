from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "eichhorn.notices"
    label = "notices"
