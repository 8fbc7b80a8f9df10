from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "eichhorn.dialogue"
    label = "dialogue"
