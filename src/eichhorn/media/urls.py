"""Addresses of pictures."""

from django.urls import path

from eichhorn.media import views

app_name = "media"
urlpatterns = [path("media/<str:digest>/", views.picture, name="picture")]
