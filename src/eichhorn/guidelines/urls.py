"""Addresses of the guidelines."""

from django.urls import path

from eichhorn.guidelines import views

app_name = "guidelines"
urlpatterns = [path("guidelines/", views.clauses, name="clauses")]
