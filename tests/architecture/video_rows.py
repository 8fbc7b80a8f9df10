"""The rows of videos: everybody who is signed in plays them, who writes says what is known of them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.video.models import Subtitles, Video
from tests import make
from tests.architecture.row import MISSING, WRITE, Row
from tests.architecture.world import SIGNED_IN, World


def video(world: World) -> tuple[object, ...]:
    return (world.numbers["video"],)


def film(world: World) -> tuple[object, ...]:
    return (Video.objects.get(pk=world.numbers["video"]).digest,)


def poster(world: World) -> tuple[object, ...]:
    found = Video.objects.select_related("poster").get(pk=world.numbers["video"]).poster
    return (found.digest if found is not None else "",)


def text(world: World) -> tuple[object, ...]:
    return (Subtitles.objects.get(video=world.numbers["video"]).digest,)


def file(_world: World) -> dict[str, object]:
    return {"video": SimpleUploadedFile("bagger.mp4", make.video.mp4(), "video/mp4")}


# an upload is its sender's alone, so in the table there is none
VIDEO = (
    Row("video:videos", SIGNED_IN),
    Row("video:add", None, WRITE, sent=file),
    Row("video:begin_upload", None, WRITE, sent=lambda w: {"name": "a.mp4", "size": 1000, "digest": "cd" * 32}),
    Row("video:upload", WRITE, WRITE, at=lambda w: ("unknown",), answers=MISSING),
    Row("video:film", SIGNED_IN, at=film),
    Row("video:poster_picture", SIGNED_IN, at=poster),
    Row("video:text", SIGNED_IN, at=text),
    Row("video:video", SIGNED_IN, WRITE, at=video, sent=lambda w: {"source": "Anna Roth"}),
    Row("video:standing", SIGNED_IN, at=video),
    Row("video:again", None, WRITE, at=video),
    Row("video:poster", None, WRITE, at=video, sent=lambda w: {"at": "0:00"}),
    Row("video:speech", None, WRITE, at=video),
    Row("video:subtitles", None, WRITE, at=video, sent=lambda w: {"language": "de", "typed": make.video.SUBTITLES}),
    Row("video:drop_subtitles", None, WRITE, at=lambda w: (w.numbers["video"], "en")),
)
