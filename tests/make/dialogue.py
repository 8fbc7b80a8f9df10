"""What somebody said to us, as a network tells it, and posts below which it stands."""

from datetime import datetime
from itertools import count

from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import services
from eichhorn.dialogue.models import Message
from eichhorn.networks import base
from tests.make import delivery
from tests.make.people import NOW

numbers = count(1)


def told(
    text: str = "Wann kommt der Wasserstoff?", *, answers: str = "", network_id: str = "", said_at: datetime = NOW,
    author: str = "@karin@erlengrund.social", name: str = "Karin Thoma", private: bool = False, mark: str = "",
    url: str = "https://erlengrund.social/@karin/1", language: str = "de",
) -> base.Message:  # fmt: skip
    """Return a message as a network tells it."""
    return base.Message(
        network_id=network_id or f"said-{next(numbers)}", answers=answers, author=author, author_name=name, text=text,
        language=language, url=url, said_at=said_at, mark=mark, private=private,
    )  # fmt: skip


def message(
    channel: Channel, text: str = "Wann kommt der Wasserstoff?", *, now: datetime = NOW, **given: str
) -> Message:
    """Return a message that has come in on the channel and waits for an answer."""
    said = told(text, said_at=now, **given)  # type: ignore[arg-type]
    services.receive(channel=channel, told=[said], now=now)
    return Message.objects.select_related("channel").get(channel=channel, network_id=said.network_id)


def post(channel: Channel, **given: object) -> Delivery:
    """Return a post that was approved and has really left for the channel's server."""
    draft = delivery.post([channel], **given)  # type: ignore[arg-type]
    delivery.run(delivery.DUE)
    return delivery.of(draft)
