"""Addresses of the library."""

from django.urls import path

from eichhorn.library import views
from eichhorn.library.rules import Kind

app_name = "library"
PICTURE, VIDEO = {"kind": Kind.PICTURE}, {"kind": Kind.VIDEO}
urlpatterns = [
    path("media/", views.pictures, name="pictures"),
    path("media/pictures/add/", views.add, name="add"),
    path("media/pictures/<int:picture_id>/", views.picture, name="picture"),
    path("media/pictures/<int:number>/people/", views.name_person, PICTURE, name="name_person"),
    path("media/pictures/<int:number>/people/<int:shown_id>/", views.say_consent, PICTURE, name="say_consent"),
    path("media/pictures/<int:number>/people/<int:shown_id>/remove/", views.unname, PICTURE, name="unname"),
    path("media/pictures/<int:number>/posts/<int:draft_id>/", views.duty, PICTURE, name="duty"),
    path("media/videos/<int:number>/rights/", views.video, name="video"),
    path("media/videos/<int:number>/people/", views.name_person, VIDEO, name="name_in_video"),
    path("media/videos/<int:number>/people/<int:shown_id>/", views.say_consent, VIDEO, name="say_consent_in_video"),
    path("media/videos/<int:number>/people/<int:shown_id>/remove/", views.unname, VIDEO, name="unname_in_video"),
    path("media/videos/<int:number>/posts/<int:draft_id>/", views.duty, VIDEO, name="video_duty"),
]
