from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "eichhorn.conference"
    label = "conference"
