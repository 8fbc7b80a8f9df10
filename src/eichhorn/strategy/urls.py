"""Addresses of strategy. The pages of goals and campaigns with their posts stand in planning, which knows both."""

from django.urls import path

from eichhorn.strategy import views

app_name = "strategy"
urlpatterns = [
    path("plan/goals/new/", views.new_goal, name="new_goal"),
    path("plan/goals/<int:goal_id>/", views.goal, name="goal"),
    path("plan/goals/pillars/", views.pillars, name="pillars"),
    path("plan/campaigns/new/", views.new_campaign, name="new_campaign"),
    path("plan/campaigns/<int:campaign_id>/", views.campaign, name="campaign"),
    path("plan/campaigns/<int:campaign_id>/end/", views.end_campaign, name="end_campaign"),
    path("plan/campaigns/<int:campaign_id>/go-on/", views.go_on_with_campaign, name="go_on_with_campaign"),
]
