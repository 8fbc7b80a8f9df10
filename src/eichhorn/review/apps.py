from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "eichhorn.review"
    label = "review"
