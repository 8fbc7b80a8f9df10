"""Addresses of approvals."""

from django.urls import path

from eichhorn.review import views

app_name = "review"
urlpatterns = [
    path("approve/<str:token>/", views.by_link, name="by_link"),
    path("approve/<str:token>/picture/<int:position>/", views.picture_by_link, name="picture_by_link"),
    path("plan/approvals/<int:approval_id>/", views.approval, name="approval"),
    path("plan/approvals/<int:approval_id>/withdraw/", views.withdraw, name="withdraw"),
    path("plan/posts/<int:draft_id>/hand-in/", views.hand_in, name="hand_in"),
    path("settings/approval-routes/", views.routes, name="routes"),
]
