from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "eichhorn.spreadsheets"
    label = "spreadsheets"
