from django.apps import AppConfig


class ConceptConfig(AppConfig):
    name = "eichhorn.concept"
    label = "concept"
