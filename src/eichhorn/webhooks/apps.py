from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "eichhorn.webhooks"
    label = "webhooks"
