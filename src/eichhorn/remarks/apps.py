from django.apps import AppConfig


class RemarksConfig(AppConfig):
    name = "eichhorn.remarks"
    label = "remarks"
