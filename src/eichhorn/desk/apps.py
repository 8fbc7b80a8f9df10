from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "eichhorn.desk"
    label = "desk"
