"""The address of the standstill."""

from django.urls import path

from eichhorn.situation import views

app_name = "situation"
urlpatterns = [path("standstill/", views.standing, name="standstill")]
