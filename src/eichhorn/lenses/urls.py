"""Addresses of the three lenses."""

from django.urls import path

from eichhorn.lenses import views

app_name = "lenses"
urlpatterns = [
    path("plan/lenses/", views.page, name="page"),
    path("plan/lenses/<slug:lens>/<slug:kind>/<int:number>/", views.cell, name="cell"),
]
