"""Addresses of measures."""

from django.urls import path

from eichhorn.measures import views

app_name = "measures"
urlpatterns = [
    path("plan/topics/<int:topic_id>/measures/new/", views.new, name="new"),
    path("plan/measures/<int:measure_id>/", views.measure, name="measure"),
    path("plan/measures/<int:measure_id>/plan/", views.plan, name="plan"),
    path("plan/measures/<int:measure_id>/undo/", views.undo, name="undo"),
]
