"""Addresses of hours and deputies."""

from django.urls import path

from eichhorn.duty import views

app_name = "duty"
urlpatterns = [
    path("duty/", views.own, name="own"),
    path("duty/not-now/", views.not_now, name="not_now"),
    path("duty/people/<int:person_id>/", views.of, name="of"),
    path("duty/people/<int:person_id>/week/", views.tell_week, name="tell_week"),
    path("duty/people/<int:person_id>/away/", views.be_away, name="be_away"),
    path("duty/people/<int:person_id>/deputy/", views.name_deputy, name="name_deputy"),
    path("duty/weeks/<int:week_id>/take-back/", views.take_back_week, name="take_back_week"),
    path("duty/absences/<int:absence_id>/take-back/", views.be_there, name="be_there"),
    path("duty/deputies/<int:deputy_id>/release/", views.release_deputy, name="release_deputy"),
]
