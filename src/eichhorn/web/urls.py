"""Addresses of the hall."""

from django.urls import path

from eichhorn.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("thread/<int:slot_id>/", views.thread, name="thread"),
    path("settings/", views.settings, name="settings"),
    path("settings/audit/", views.audit, name="audit"),
    path("settings/audit/table.csv", views.audit_table, name="audit_table"),
    path("search/", views.search, name="search"),
]
