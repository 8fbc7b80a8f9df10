"""Addresses of measures."""

from django.urls import path

from eichhorn.measures import views

app_name = "measures"
urlpatterns = [
    path("plan/topics/<int:topic_id>/measures/new/", views.new, name="new"),
    path("plan/campaigns/<int:campaign_id>/measures/", views.of_campaign, name="of_campaign"),
    path("plan/campaigns/<int:campaign_id>/measures/new/", views.new_for_campaign, name="new_for_campaign"),
    path("plan/measures/<int:measure_id>/", views.measure, name="measure"),
    path("plan/measures/<int:measure_id>/change/", views.change, name="change"),
    path("plan/measures/<int:measure_id>/remove/", views.remove, name="remove"),
    path("plan/measures/<int:measure_id>/plan/", views.plan, name="plan"),
    path("plan/measures/<int:measure_id>/undo/", views.undo, name="undo"),
]
