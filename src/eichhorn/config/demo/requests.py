"""What others want from the team on that morning."""

from datetime import datetime

from eichhorn.channels.models import Channel
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.config.demo.house import Channels, Plan
from eichhorn.desk import services as desk
from eichhorn.desk.services import Asked
from eichhorn.people import queries as people
from eichhorn.strategy.models import Goal


def come_in(days: Days, where: Channels, plan: Plan) -> None:
    """Three requests wait for an answer; the first would push out the post about the Nordring."""

    def ask(  # noqa: PLR0917  # reads like the form, row by row
        title: str, mail: str, purpose: str, text: str, wish: datetime | None, channels: list[Channel],
        goal: Goal | None, minutes_ago: float,
    ) -> None:  # fmt: skip
        person = people.person_by_email(f"{mail}@erlengrund.example")
        assert person is not None
        desk.open_request(
            title=title, requester_name=person.name, requester_email=person.email, language="de",
            asked=Asked(purpose=purpose, goal=goal, text=text, wish_local=wish, zone=ZONE, channels=channels),
            now=days.before(minutes=minutes_ago),
        )  # fmt: skip

    ask(
        "Gewinnspiel Wallbox", "carsten.wolff", "Aufmerksamkeit",
        "Wir verlosen drei Wallboxen unter allen, die bis Freitag kommentieren. Der Hersteller zahlt. Wäre super, wenn "
        "das morgen früh rausgeht, die Aktion läuft schon im Laden.",
        days.local(1, 10), [where.facebook, where.instagram], None, 30,
    )  # fmt: skip
    ask(
        "Neue Öffnungszeiten Kundenzentrum", "sabine.oeztuerk", "Niemand soll vor verschlossener Tür stehen.",
        "Ab dem Ersten haben wir dienstags bis 18 Uhr offen und freitags schon ab 8 Uhr.",
        days.local(13, 11), [where.facebook], plan.service, 20,
    )  # fmt: skip
    ask(
        "Danke an die Spätschicht", "ralf.hansen", "Die Kolleginnen und Kollegen sollen es öffentlich lesen.",
        "In der Sturmnacht waren elf Leute draußen. Das darf man ruhig einmal sagen.", None, [where.facebook], None, 6,
    )  # fmt: skip
