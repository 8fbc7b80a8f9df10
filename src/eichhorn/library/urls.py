"""Addresses of the library."""

from django.urls import path

from eichhorn.library import views

app_name = "library"
urlpatterns = [
    path("media/", views.pictures, name="pictures"),
    path("media/pictures/add/", views.add, name="add"),
    path("media/pictures/<int:picture_id>/", views.picture, name="picture"),
    path("media/pictures/<int:picture_id>/people/", views.name_person, name="name_person"),
    path("media/pictures/<int:picture_id>/people/<int:shown_id>/", views.say_consent, name="say_consent"),
    path("media/pictures/<int:picture_id>/people/<int:shown_id>/remove/", views.unname, name="unname"),
    path("media/pictures/<int:picture_id>/posts/<int:draft_id>/", views.duty, name="duty"),
]
