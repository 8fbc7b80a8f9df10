"""Addresses of requests by mail."""

from django.urls import path

from eichhorn.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("settings/requests-by-mail/", views.setup, name="setup"),
    path("settings/requests-by-mail/try/", views.try_it, name="try_it"),
    path("requests/letters/<int:letter_id>/", views.letter, name="letter"),
    path("requests/letters/<int:letter_id>/done/", views.done, name="done"),
    path("requests/<int:request_id>/letters/", views.of_request, name="of_request"),
]
