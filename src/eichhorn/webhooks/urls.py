"""Addresses of the pages about programs that are told what happens."""

from django.urls import path

from eichhorn.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("settings/webhooks/", views.every, name="all"),
    path("settings/webhooks/<int:endpoint_id>/", views.endpoint, name="endpoint"),
    path("settings/webhooks/<int:endpoint_id>/change/", views.change, name="change"),
    path("settings/webhooks/<int:endpoint_id>/secret/", views.rotate, name="rotate"),
    path("settings/webhooks/<int:endpoint_id>/switch/", views.switch, name="switch"),
    path("settings/webhooks/<int:endpoint_id>/remove/", views.remove, name="remove"),
    path("settings/webhooks/<int:endpoint_id>/test/", views.test, name="test"),
    path("settings/webhooks/<int:endpoint_id>/replay/", views.replay, name="replay"),
    path("settings/webhooks/calls/<int:call_id>/again/", views.again, name="again"),
]
