"""Addresses of what was left undone."""

from django.urls import path

from eichhorn.carrying import views

app_name = "carrying"
urlpatterns = [
    path("plan/left-over/", views.page, name="page"),
    path("plan/left-over/<str:kind>/<int:number>/carry/", views.carry, name="carry"),
    path("plan/left-over/<str:kind>/<int:number>/let-go/", views.let_go, name="let_go"),
    path("plan/left-over/<str:kind>/<int:number>/take-up/", views.take_up, name="take_up"),
]
