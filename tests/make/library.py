"""Posts that are out with a picture or a film."""

from datetime import timedelta

from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery, Removal
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.video.models import Video
from tests.make import channels, delivery
from tests.make.people import NOW

OUT = NOW + timedelta(hours=3)


def out(thing: Picture | Video, *, by: Person) -> tuple[Draft, Delivery]:
    """Return a post with the picture or the film that somebody posted by hand, and its delivery."""
    if isinstance(thing, Video):
        draft = delivery.post([channels.by_hand()], by=by, film=thing)
    else:
        draft = delivery.post([channels.by_hand()], by=by, attachments=[NewAttachment(thing, "Kleiner Bagger")])
    delivery.run(delivery.DUE)
    row = services.done_by_hand(delivery=delivery.of(draft), url="https://facebook.example/1", by=by, now=OUT)
    return draft, row


def taken_back(row: Delivery) -> None:
    """The network has said that it is not there any more."""
    Removal.objects.create(delivery=row, reason="Die Einwilligung fehlt.", asked_at=OUT, done_at=OUT)
