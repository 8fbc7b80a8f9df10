"""Addresses of the figures."""

from django.urls import path

from eichhorn.figures import views

app_name = "figures"
urlpatterns = [
    path("requests/figures/", views.house, name="house"),
    path("requests/figures/<int:department_id>/", views.department, name="department"),
]
