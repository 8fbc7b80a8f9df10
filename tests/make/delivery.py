"""Posts that are approved for a channel, and rounds of the dispatcher at a chosen time."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services
from eichhorn.delivery.dispatcher import Dispatcher
from eichhorn.delivery.models import Delivery, Outside
from eichhorn.networks.doors import OwnPost
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules
from eichhorn.planning import services as planning
from eichhorn.video.models import Video
from tests.make import content, people, review
from tests.make.people import NOW

numbers = count(1)
DUE = NOW + timedelta(hours=2)


def post(
    channels: Sequence[Channel],
    *,
    by: Person | None = None,
    due_at: datetime = DUE,
    text: str = "",
    attachments: Sequence[NewAttachment] = (),
    film: Video | None = None,
    now: datetime = NOW,
) -> Draft:
    """Return a post that stands approved for the channels at the instant."""
    author = by or people.person(role=RoleKind.MANAGER)
    draft = content.draft(
        by=author, text=text or f"Beitrag Nummer {next(numbers)}", chosen=channels, attachments=attachments, film=film, now=now,
        local=rules.wall_of(due_at, "Europe/Berlin"), title=f"Beitrag {next(numbers)}",
    )  # fmt: skip
    review.approved(draft, by=author, now=now)
    return draft


def run(at: datetime, *, slots: int = 4) -> None:
    """Take in, send and write down all that is due at the instant."""
    run_by(lambda: at, slots=slots)


def run_by(clock: Callable[[], datetime], *, slots: int = 4) -> None:
    """Take in, send and write down what is due by a clock that may go on meanwhile."""
    dispatcher = Dispatcher(slots=slots, now=clock)
    dispatcher.until_idle()
    dispatcher.finish()


def of(draft: Draft) -> Delivery:
    return Delivery.objects.select_related("draft__slot", "channel").get(draft=draft)


def move(draft: Draft, due_at: datetime, *, by: Person, now: datetime = NOW) -> None:
    """The post is planned for another instant."""
    planning.move(slot=draft.slot, planned_local=rules.wall_of(due_at, "Europe/Berlin"), by=by, now=now)


def outside(
    channel: Channel, *, text: str = "Von Hand gesagt.", said_at: datetime = NOW, now: datetime = NOW
) -> Outside:
    """Return what was found to be published past Eichhorn."""
    number = f"outside-{next(numbers)}"
    post = OwnPost(number, f"https://elsewhere.example/{number}", text, said_at, language="de")
    services.note(channel=channel, told=[post], now=now)
    return Outside.objects.get(network_id=number)
