"""Addresses of videos."""

from django.urls import path

from eichhorn.video.views import pages, saying, showing, uploading

app_name = "video"
urlpatterns = [
    path("media/videos/", pages.videos, name="videos"),
    path("media/videos/add/", uploading.add, name="add"),
    path("media/videos/uploads/begin/", uploading.begin, name="begin_upload"),
    path("media/videos/uploads/<str:ident>/", uploading.upload, name="upload"),
    path("media/videos/films/<str:digest>/", showing.film, name="film"),
    path("media/videos/posters/<str:digest>/", showing.poster, name="poster_picture"),
    path("media/videos/texts/<str:digest>/", showing.text, name="text"),
    path("media/videos/<int:video_id>/", pages.video, name="video"),
    path("media/videos/<int:video_id>/standing/", pages.standing, name="standing"),
    path("media/videos/<int:video_id>/again/", saying.again, name="again"),
    path("media/videos/<int:video_id>/poster/", saying.poster, name="poster"),
    path("media/videos/<int:video_id>/speech/", saying.speech, name="speech"),
    path("media/videos/<int:video_id>/subtitles/", saying.subtitles, name="subtitles"),
    path("media/videos/<int:video_id>/subtitles/<str:language>/drop/", saying.drop_subtitles, name="drop_subtitles"),
]
