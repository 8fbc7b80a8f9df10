from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "eichhorn.api"
    label = "api"
