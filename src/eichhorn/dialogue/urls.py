"""Addresses of the inbox."""

from django.urls import path

from eichhorn.dialogue import views

app_name = "dialogue"
urlpatterns = [
    path("dialogue/", views.inbox, name="inbox"),
    path("dialogue/<int:message_id>/", views.message, name="message"),
    path("dialogue/<int:message_id>/count/", views.count, name="count"),
    path("dialogue/<int:message_id>/none/", views.needs_none, name="needs_none"),
    path("dialogue/<int:message_id>/reopen/", views.reopen, name="reopen"),
]
