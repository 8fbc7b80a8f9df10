from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "eichhorn.library"
    label = "library"
