"""Addresses of pictures."""

from django.urls import path

from eichhorn.media.views import showing, uploading

app_name = "media"
urlpatterns = [
    path("media/uploads/begin/", uploading.begin, name="begin_upload"),
    path("media/uploads/<str:ident>/", uploading.upload, name="upload"),
    path("media/<str:digest>/", showing.picture, name="picture"),
    path("media/<str:digest>/small/", showing.small, name="small"),
]
