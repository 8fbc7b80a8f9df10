"""Addresses of strategy. The pages of goals and campaigns with their posts stand in planning, which knows both."""

from django.urls import path

from eichhorn.strategy.views import goals, tree, way

app_name = "strategy"
urlpatterns = [
    path("plan/goals/new/", goals.new_goal, name="new_goal"),
    path("plan/goals/<int:goal_id>/", goals.goal, name="goal"),
    path("plan/goals/tree/", tree.tree, name="tree"),
    path("plan/goals/<int:goal_id>/archive/", tree.archive, name="archive_goal"),
    path("plan/goals/<int:goal_id>/bring-back/", tree.bring_back, name="bring_back_goal"),
    path("plan/goals/<int:goal_id>/way/", way.way, name="way"),
    path("plan/goals/<int:goal_id>/way/new/", way.new_milestone, name="new_milestone"),
    path("plan/milestones/<int:milestone_id>/", way.milestone, name="milestone"),
    path("plan/milestones/<int:milestone_id>/reached/", way.reach, name="reach"),
    path("plan/milestones/<int:milestone_id>/back/", way.go_back, name="go_back"),
    path("plan/milestones/<int:milestone_id>/remove/", way.remove, name="remove_milestone"),
    path("plan/goals/pillars/", goals.pillars, name="pillars"),
    path("plan/goals/pillars/<int:pillar_id>/", goals.pillar, name="pillar"),
    path("plan/campaigns/new/", goals.new_campaign, name="new_campaign"),
    path("plan/campaigns/<int:campaign_id>/", goals.campaign, name="campaign"),
    path("plan/campaigns/<int:campaign_id>/end/", goals.end_campaign, name="end_campaign"),
    path("plan/campaigns/<int:campaign_id>/go-on/", goals.go_on_with_campaign, name="go_on_with_campaign"),
]
