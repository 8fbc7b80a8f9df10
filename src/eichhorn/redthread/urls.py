"""The address of the red thread."""

from django.urls import path

from eichhorn.redthread import views

app_name = "redthread"
urlpatterns = [path("plan/red-thread/", views.page, name="page")]
