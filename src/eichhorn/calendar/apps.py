from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "eichhorn.calendar"
    label = "calendar"
