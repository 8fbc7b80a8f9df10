from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    name = "eichhorn.snippets"
    label = "snippets"
