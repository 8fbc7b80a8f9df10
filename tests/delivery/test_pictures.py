"""The very part that was approved leaves, as the server takes it; what cannot be brought there stands still and says why."""

import hashlib
import io

import pytest
from PIL import Image

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content.services import NewAttachment
from eichhorn.delivery.rules import State
from eichhorn.media import queries as media
from eichhorn.media import services, variants
from eichhorn.media.framing import Framing
from eichhorn.media.models import Picture
from eichhorn.people.rules import RoleKind
from eichhorn.review.services import NotReady, NotReadyBecause
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW
from tests.networks.running import Faulty

RIGHT = Framing(500, 0, 500, 1000, (600, 250))


def stored(image: Image.Image, kind: str, **how: object) -> Picture:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return services.store(content=out.getvalue(), file_name=f"bild.{kind.lower()}", by=None, now=NOW)


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 80).convert("RGB")


def arrived(faulty: Faulty) -> dict[str, object]:
    (there,) = faulty.accepted()
    (picture,) = there["pictures"]
    found: dict[str, object] = picture
    return found


def test_exactly_the_part_that_was_approved_leaves_and_where_one_looks_first(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    make.delivery.post([channel], attachments=[NewAttachment(picture, "Bagger", RIGHT)])
    make.delivery.run(DUE)
    made = variants.fitted(picture, RIGHT, channels.takes(channel)).content
    assert made != media.content_of(picture)
    assert arrived(faulty) == {"digest": hashlib.sha256(made).hexdigest(), "kind": "image/png", "focus": "-0.6,0.5"}


def test_what_is_shown_as_it_is_leaves_byte_for_byte(channel: Channel, faulty: Faulty) -> None:
    picture = make.media.picture()
    make.delivery.post([channel], attachments=[NewAttachment(picture, "Bagger")])
    make.delivery.run(DUE)
    assert arrived(faulty) == {"digest": picture.digest, "kind": "image/png", "focus": None}


def test_a_kind_and_a_size_that_the_server_does_not_take_are_brought_to_it(channel: Channel, faulty: Faulty) -> None:
    picture = stored(noise(1_800, 1_400), "WEBP", quality=100)
    takes = channels.takes(channel)
    assert takes.bytes == 1_000_000 < picture.size_bytes
    assert "image/webp" not in takes.types
    make.delivery.post([channel], attachments=[NewAttachment(picture, "Bagger")])
    make.delivery.run(DUE)
    made = variants.fitted(picture, takes=takes).content
    assert len(made) <= 1_000_000
    assert arrived(faulty)["digest"] == hashlib.sha256(made).hexdigest()
    assert arrived(faulty)["kind"] == "image/jpeg"


def moving() -> Picture:
    frame = Image.new("RGB", (30, 20), "red")
    return stored(frame, "GIF", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")])


@pytest.mark.parametrize("image", ["heavy", "moving"])
def test_what_cannot_be_brought_there_is_said_before_anybody_is_asked(channel: Channel, image: str) -> None:
    picture = moving() if image == "moving" else stored(noise(900, 700), "PNG")
    if image == "heavy":
        channel.limits = channel.limits | {"picture_bytes": 2_000}
        channel.save(update_fields=["limits"])
    author = make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=author, chosen=[channel], attachments=[NewAttachment(picture, "Bagger")])
    with pytest.raises(NotReady) as refused:
        make.review.handed_in(draft, by=author)
    why = NotReadyBecause.PICTURE_MOVES if image == "moving" else NotReadyBecause.PICTURE_TOO_LARGE
    assert (refused.value.because, refused.value.about) == (why, channel.name)


def test_a_server_that_takes_less_by_now_stops_the_post_and_says_why(channel: Channel, faulty: Faulty) -> None:
    draft = make.delivery.post([channel], attachments=[NewAttachment(stored(noise(900, 700), "PNG"), "Bagger")])
    channel.limits = channel.limits | {"picture_bytes": 2_000}
    channel.save(update_fields=["limits"])
    make.delivery.run(DUE)
    row = make.delivery.of(draft)
    assert faulty.accepted() == []
    assert row.state == State.STOPPED
    assert "even as small as we make it" in row.detail
