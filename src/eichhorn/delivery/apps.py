from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "eichhorn.delivery"
    label = "delivery"
