"""The rows of videos: everybody who is signed in plays them, who writes says what is known of them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.api.rules import Scope
from eichhorn.video.models import Subtitles, Video
from tests import make
from tests.architecture.operation import Operation, to
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

VIDEO_OPERATIONS = (
    Operation("list_videos", Scope.READ, "get", to("/videos")),
    Operation("read_video", Scope.READ, "get", to("/videos/{video}")),
    Operation("describe_video", Scope.DRAFT, "put", to("/videos/{video}"), WRITE, body=lambda w: {"alt_de": "Ein Bagger", "licence": "own"}),
    Operation("convert_video_again", Scope.DRAFT, "post", to("/videos/{video}/again"), WRITE),
    Operation("say_video_speech", Scope.DRAFT, "put", to("/videos/{video}/speech"), WRITE, body=lambda w: {"no_speech": True}),
    Operation("choose_video_poster", Scope.DRAFT, "put", to("/videos/{video}/poster"), WRITE, body=lambda w: {"at_ms": 0}),
    Operation("read_video_poster", Scope.READ, "get", to("/videos/{video}/poster")),
    Operation("read_video_content", Scope.READ, "get", to("/videos/{video}/content")),
    Operation("read_video_subtitles", Scope.READ, "get", to("/videos/{video}/subtitles/en")),
    Operation(
        "put_video_subtitles", Scope.DRAFT, "put", to("/videos/{video}/subtitles/de"), WRITE,
        body=lambda w: {"text": make.video.SUBTITLES},
    ),
    Operation("drop_video_subtitles", Scope.DRAFT, "post", to("/videos/{video}/subtitles/en/drop"), WRITE),
    Operation(
        "begin_video_upload", Scope.DRAFT, "post", to("/video-uploads"), WRITE,
        body=lambda w: {"file_name": "a.mp4", "size_bytes": 1000, "digest": "cd" * 32},
    ),
    Operation("read_video_upload", Scope.DRAFT, "get", to("/video-uploads/unknown"), WRITE, answers=MISSING),
    Operation(
        "send_video_piece", Scope.DRAFT, "post", to(f"/video-uploads/unknown/pieces?begins_at=0&digest={'0' * 64}"), WRITE,
        answers=MISSING,
    ),
)  # fmt: skip
