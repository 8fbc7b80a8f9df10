"""Addresses of pictures."""

from django.urls import path, register_converter

from eichhorn.media.views import showing, uploading


class Digest:
    """SHA-256 as pictures are named; whatever else stands there is no picture."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Digest, "digest")

app_name = "media"
urlpatterns = [
    path("media/uploads/begin/", uploading.begin, name="begin_upload"),
    path("media/uploads/<str:ident>/", uploading.upload, name="upload"),
    path("media/<digest:digest>/", showing.picture, name="picture"),
    path("media/<digest:digest>/small/", showing.small, name="small"),
    path("media/<digest:digest>/framed/<str:framing>/", showing.picture, name="framed"),
    path("media/<digest:digest>/framed/<str:framing>/small/", showing.small, name="framed_small"),
]
