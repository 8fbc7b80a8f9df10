"""Addresses of the channels."""

from django.urls import path

from eichhorn.channels import views
from eichhorn.networks.bluesky import program

app_name = "channels"
urlpatterns = [
    path(program.DOCUMENT.lstrip("/"), views.program, name="program"),
    path("settings/channels/", views.all_channels, name="all"),
    path("settings/channels/add/", views.choose, name="choose"),
    path("settings/channels/add/<slug:kind>/", views.add, name="add"),
    path("settings/channels/connected/", views.connected, name="connected"),
    path("settings/channels/<int:number>/", views.one, name="channel"),
    path("settings/channels/<int:number>/describe/", views.describe, name="describe"),
    path("settings/channels/<int:number>/connect/", views.connect, name="connect"),
    path("settings/channels/<int:number>/sign-in/", views.sign_in, name="sign_in"),
    path("settings/channels/<int:number>/register/", views.register, name="register"),
    path("settings/channels/<int:number>/disconnect/", views.disconnect, name="disconnect"),
    path("settings/channels/<int:number>/retire/", views.retire, name="retire"),
    path("settings/channels/<int:number>/access/", views.enter_access, name="enter_access"),
    path("settings/channels/<int:number>/access/<int:access_id>/", views.access, name="access"),
    path("settings/channels/<int:number>/looked-after/", views.looked_after, name="looked_after"),
    path("settings/channels/<int:number>/sending/", views.sending, name="sending"),
    path("settings/channels/<int:number>/refresh/", views.refresh, name="refresh"),
]
