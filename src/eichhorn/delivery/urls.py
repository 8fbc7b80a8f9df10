"""Addresses of what leaves."""

from django.urls import path

from eichhorn.delivery import views

app_name = "delivery"
urlpatterns = [
    path("plan/outbox/", views.outbox, name="outbox"),
    path("plan/outbox/hold/", views.hold, name="hold"),
    path("plan/outbox/lift/", views.lift, name="lift"),
    path("plan/outbox/outside/<int:outside_id>/", views.outside, name="outside"),
    path("plan/outbox/resume/", views.resume, name="resume"),
    path("plan/outbox/<int:delivery_id>/", views.delivery, name="delivery"),
    path("plan/outbox/<int:delivery_id>/again/", views.send_again, name="send_again"),
    path("plan/outbox/<int:delivery_id>/correct/", views.correct, name="correct"),
    path("plan/outbox/<int:delivery_id>/take-back/", views.take_back, name="take_back"),
    path("plan/outbox/<int:delivery_id>/decide/", views.decide, name="decide"),
]
