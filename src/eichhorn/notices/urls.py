"""Addresses of the outbox of mails."""

from django.urls import path

from eichhorn.notices import views

app_name = "notices"
urlpatterns = [
    path("account/mails/", views.own, name="own"),
    path("settings/outgoing-mail/", views.outgoing, name="outgoing"),
    path("settings/outgoing-mail/<int:number>/", views.mail, name="mail"),
    path("settings/outgoing-mail/<int:number>/again/", views.again, name="again"),
]
