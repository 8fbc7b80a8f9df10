"""Addresses of the pool of ideas."""

from django.urls import path

from eichhorn.ideas.views import phones, pool

app_name = "ideas"
urlpatterns = [
    path("plan/ideas/", pool.ideas, name="ideas"),
    path("plan/ideas/new/", pool.new, name="new"),
    path("plan/ideas/phones/", phones.doors, name="doors"),
    path("plan/ideas/phones/<int:door_id>/close/", phones.close, name="close"),
    path("plan/ideas/<int:idea_id>/", pool.idea, name="idea"),
    path("plan/ideas/<int:idea_id>/change/", pool.change, name="change"),
    path("plan/ideas/<int:idea_id>/aside/", pool.aside, name="aside"),
    path("plan/ideas/<int:idea_id>/back/", pool.back, name="back"),
    path("plan/ideas/<int:idea_id>/seen/", pool.seen, name="seen"),
    path("idea/<str:token>/", phones.bring, name="bring"),
    path("idea/<str:token>/sent/", phones.sent, name="sent"),
]
