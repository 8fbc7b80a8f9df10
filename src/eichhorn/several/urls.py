"""The address of what is done with several posts."""

from django.urls import path

from eichhorn.several import views

app_name = "several"
urlpatterns = [path("plan/several/", views.several, name="several")]
