"""Addresses of the shell."""

from django.urls import path
from django.views.i18n import set_language

from eichhorn.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/language/", set_language, name="language"),
    path("ui/look/", views.look, name="look"),
    path("ui/keys/", views.keys, name="keys"),
    path("ui/kit/", views.building_blocks, name="kit"),
    path("ui/kit/guest/", views.building_blocks, {"page": "guest"}, name="kit_guest"),
]
