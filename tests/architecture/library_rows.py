"""The rows of pictures: everybody who is signed in finds them, who writes says what is known of them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.video.models import Shown
from tests import make
from tests.architecture.row import MISSING, PUBLISH, WRITE, Row
from tests.architecture.world import SIGNED_IN, World


def picture(world: World) -> tuple[object, ...]:
    return (world.numbers["picture"],)


def shown(world: World) -> tuple[object, ...]:
    return (world.numbers["picture"], world.numbers["shown"])


def video(world: World) -> tuple[object, ...]:
    return (world.numbers["video"],)


def shown_in_video(world: World) -> tuple[object, ...]:
    return (world.numbers["video"], Shown.objects.get(video=world.numbers["video"]).pk)


def said(_world: World) -> dict[str, object]:
    return {"consent": "given", "said_on": "1.6.2026", "note": "Mail vom 1. Juni"}


def begun(_world: World) -> dict[str, object]:
    return {"name": "bagger.png", "size": 1000, "digest": "ab" * 32}


def files(_world: World) -> dict[str, object]:
    return {"pictures": [SimpleUploadedFile(f"{one}.png", make.media.png(), "image/png") for one in "ab"]}


# an upload is its sender's alone, so in the table there is none
LIBRARY = (
    Row("media:picture", SIGNED_IN, at=lambda w: (w.picture,)),
    Row("media:small", SIGNED_IN, at=lambda w: (w.picture,)),
    Row("media:framed", SIGNED_IN, at=lambda w: (w.picture, "0-0-500-500")),
    Row("media:framed_small", SIGNED_IN, at=lambda w: (w.picture, "0-0-500-500+100-100")),
    Row("composer:framing", WRITE, WRITE, at=lambda w: (w.draft.pk, w.picture), answers=MISSING),
    Row("media:begin_upload", None, WRITE, sent=begun),
    Row("media:upload", WRITE, WRITE, at=lambda w: ("unknown",), answers=MISSING),
    Row("library:pictures", SIGNED_IN),
    Row("library:add", None, WRITE, sent=files),
    Row("library:picture", SIGNED_IN, WRITE, at=picture, sent=lambda w: {"tags": "Nordring, Bagger"}),
    Row("library:name_person", None, WRITE, at=picture, sent=lambda w: said(w) | {"name": "Bo Muster"}),
    Row("library:say_consent", None, WRITE, at=shown, sent=said),
    Row("library:unname", None, WRITE, at=shown),
    Row(
        "library:duty", PUBLISH, PUBLISH, at=lambda w: (w.numbers["picture"], w.draft.pk),
        sent=lambda w: {"reason": "Das Bild ist ausgetauscht."},
    ),
    Row("library:video", SIGNED_IN, at=video),
    Row("library:name_in_video", None, WRITE, at=video, sent=lambda w: said(w) | {"name": "Bo Muster"}),
    Row("library:say_consent_in_video", None, WRITE, at=shown_in_video, sent=said),
    Row("library:unname_in_video", None, WRITE, at=shown_in_video),
    Row(
        "library:video_duty", PUBLISH, PUBLISH, at=lambda w: (w.numbers["video"], w.draft.pk),
        sent=lambda w: {"reason": "Das Video ist ausgetauscht."},
    ),
)  # fmt: skip
