from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "eichhorn.web"
    label = "web"
