from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "eichhorn.content"
    label = "content"
