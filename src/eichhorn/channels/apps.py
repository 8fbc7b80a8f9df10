from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "eichhorn.channels"
    label = "channels"
