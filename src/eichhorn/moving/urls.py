"""Addresses of moving by hand."""

from django.urls import path

from eichhorn.moving import views

app_name = "moving"
urlpatterns = [
    path("plan/slots/<int:slot_id>/place/", views.place, name="place"),
    path("plan/slots/<int:slot_id>/next-free/", views.next_free, name="next_free"),
    path("plan/acts/<int:act_id>/take-back/", views.take_back, name="take_back"),
]
