from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "eichhorn.queueing"
    label = "queueing"
