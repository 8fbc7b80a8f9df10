"""Addresses of the hall."""

from django.urls import path

from eichhorn.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("thread/<int:slot_id>/", views.thread, name="thread"),
    path("settings/", views.settings, name="settings"),
    path("search/", views.search, name="search"),
]
