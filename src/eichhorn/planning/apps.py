from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "eichhorn.planning"
    label = "planning"
