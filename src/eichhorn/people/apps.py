from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "eichhorn.people"
    label = "people"
