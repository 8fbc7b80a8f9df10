"""Addresses of strategy. The page of goals with their posts stands in planning, which knows both."""

from django.urls import path

from eichhorn.strategy import views

app_name = "strategy"
urlpatterns = [
    path("plan/goals/new/", views.new_goal, name="new_goal"),
    path("plan/goals/<int:goal_id>/", views.goal, name="goal"),
    path("plan/goals/pillars/", views.pillars, name="pillars"),
]
