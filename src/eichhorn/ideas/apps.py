from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "eichhorn.ideas"
    label = "ideas"
