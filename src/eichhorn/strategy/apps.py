from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "eichhorn.strategy"
    label = "strategy"
