from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "eichhorn.topics"
    label = "topics"
