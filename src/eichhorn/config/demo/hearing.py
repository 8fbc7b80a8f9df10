"""What people have said below the posts, on the stage, and how it came to us: as a network tells it."""

import uuid
from datetime import datetime, timedelta

from eichhorn.config.demo.days import Days
from eichhorn.config.demo.house import Channels, People
from eichhorn.config.demo.saying import leave_now
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import services as dialogue
from eichhorn.dialogue.models import Message
from eichhorn.networks import base
from eichhorn.stage import queries as stage_told
from eichhorn.stage import services as stage
from eichhorn.stage.models import Status


def hear(days: Days, who: People, where: Channels) -> None:
    """Four people wait for an answer, one has got theirs, and one only said thank you."""
    heat, cards, week = (
        _post(title, where) for title in ("Wärmeplan: Wo wir stehen", "Ablesekarten kommen", "Woche im Netz")
    )
    values = _post("Wasserwerte des Monats", where)
    first = _said(
        where,
        "Rolf M.",
        values,
        "14 Grad Härte, muss ich da etwas an der Spülmaschine einstellen?",
        days.instant(days.local(-2, 13)),
    )
    dialogue.answer(
        message=first, key=uuid.uuid4(), by=who.jonas, now=days.instant(days.local(-2, 14)),
        reply_text="Guten Tag, ja, einmal: 14 Grad heißt bei den meisten Geräten Stufe 3. Wo das steht, zeigt die Anleitung "
        "unter „Wasserhärte“. Jonas Brandt",
    )  # fmt: skip
    leave_now(at=days.instant(days.local(-2, 14)) + timedelta(seconds=1))
    own = Delivery.objects.get(reply_id=first.replies.get().pk)
    yesterday = days.instant(days.local(-1, 15, 32))
    thanks = _said(
        where, "Rolf M.", own.network_id, "Danke für die schnelle Antwort gestern.", yesterday - timedelta(hours=6)
    )
    dialogue.needs_none(message=thanks, by=who.jonas, now=yesterday - timedelta(hours=5))
    _said(
        where,
        "Karin Thoma",
        heat,
        "Wann kommt eigentlich der Wasserstoff zu uns in die Siedlung? Mein Installateur sagt, ich soll mit der Heizung warten. Stimmt das?",
        yesterday,
    )
    _said(where, "erlenfux", week, "Gibt es am Birkenweg auch Tee?", days.before(hours=2.5))
    _said(
        where,
        "Familie Öztürk",
        cards,
        "Mein Abschlag stimmt seit April nicht. Reicht es, wenn ich jetzt die Karte schicke?",
        days.before(hours=1.6),
    )
    _said(where, "lena.radelt", week, "Ist der Radweg am Nordring frei?", days.before(minutes=50))


def _post(title: str, where: Channels) -> str:
    return Delivery.objects.get(draft__slot__title=title, channel=where.stage).network_id


def _said(where: Channels, name: str, answers: str, text: str, at: datetime) -> Message:
    """Somebody says something on the stage; we hear it as the stage tells it."""
    status = stage.say_as_visitor(name=name, words=text, reply_to=int(answers), language="de", now=at)
    dialogue.receive(channel=where.stage, told=[_as_told(status, name)], now=at + timedelta(minutes=1))
    return Message.objects.get(channel=where.stage, network_id=str(status.pk))


def _as_told(status: Status, name: str) -> base.Message:
    told = stage_told.told_status(status)
    host = str(stage_told.instance()["domain"])
    return base.Message(
        network_id=str(told["id"]), answers=str(told["in_reply_to_id"]), author=f"@{told['account']['acct']}@{host}",
        author_name=name, text=status.text, language=status.language, url=str(told["url"]), said_at=status.made_at, mark="",
    )  # fmt: skip
