"""Addresses of the queues."""

from django.urls import path

from eichhorn.queueing import views

app_name = "queueing"
urlpatterns = [
    path("plan/queues/", views.queues, name="queues"),
    path("plan/queues/<int:channel_id>/", views.queue, name="queue"),
    path("plan/queues/<int:channel_id>/rearrange/", views.rearrange, name="rearrange"),
    path("plan/queues/acts/<int:act_id>/take-back/", views.take_back, name="take_back"),
]
