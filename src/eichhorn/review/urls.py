"""Addresses of approvals."""

from django.urls import path

from eichhorn.review.showing import Turn
from eichhorn.review.views import asking, deciding, routes

app_name = "review"
urlpatterns = [
    path("approve/<str:token>/", deciding.by_link, name="by_link"),
    path("approve/<str:token>/picture/<int:position>/", deciding.picture_by_link, name="picture_by_link"),
    path("approve/<str:token>/film/<str:what>/", deciding.film_by_link, name="film_by_link"),
    path(
        "approve/<str:token>/picture/<int:position>/before/",
        deciding.picture_by_link,
        {"turn": Turn.BEFORE},
        name="picture_before_by_link",
    ),
    path("plan/approvals/<int:approval_id>/", deciding.approval, name="approval"),
    path("plan/approvals/<int:approval_id>/withdraw/", asking.withdraw, name="withdraw"),
    path("plan/posts/<int:draft_id>/hand-in/", asking.hand_in, name="hand_in"),
    path("settings/approval-routes/", routes.routes, name="routes"),
]
